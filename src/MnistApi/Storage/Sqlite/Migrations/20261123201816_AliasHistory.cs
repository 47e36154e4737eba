using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MnistApi.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class AliasHistory : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "promote_to",
                table: "training_runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "version",
                table: "model_aliases",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "model_alias_changes",
                columns: table => new
                {
                    alias = table.Column<string>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    changed_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    from_model_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    to_model_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    by = table.Column<string>(type: "TEXT", nullable: false),
                    is_forced = table.Column<bool>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: true),
                    undoes = table.Column<int>(type: "INTEGER", nullable: true),
                    report = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_model_alias_changes", x => new { x.alias, x.number });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "model_alias_changes");

            migrationBuilder.DropColumn(
                name: "promote_to",
                table: "training_runs");

            migrationBuilder.DropColumn(
                name: "version",
                table: "model_aliases");
        }
    }
}
