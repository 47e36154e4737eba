using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MnistApi.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Sweeps : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "eliminated_after_epoch",
                table: "training_runs",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "pause_after_epoch",
                table: "training_runs",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "sweep_id",
                table: "training_runs",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "sweep_parameters",
                table: "training_runs",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.CreateTable(
                name: "sweeps",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    recipe = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    state = table.Column<string>(type: "text", nullable: false),
                    dataset = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    seed = table.Column<long>(type: "bigint", nullable: false),
                    search = table.Column<string>(type: "text", nullable: false),
                    overrides = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    parameters = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    max_runs = table.Column<int>(type: "integer", nullable: false),
                    run_count = table.Column<int>(type: "integer", nullable: false),
                    epochs = table.Column<int>(type: "integer", nullable: false),
                    validation_size = table.Column<int>(type: "integer", nullable: false),
                    halving_start_epochs = table.Column<int>(type: "integer", nullable: true),
                    halving_factor = table.Column<int>(type: "integer", nullable: true),
                    round = table.Column<int>(type: "integer", nullable: false),
                    warnings = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    idempotency_key = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    request_sha256 = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sweeps", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_training_runs_sweep_id",
                table: "training_runs",
                column: "sweep_id");

            migrationBuilder.CreateIndex(
                name: "IX_sweeps_created_at",
                table: "sweeps",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "IX_sweeps_idempotency_key",
                table: "sweeps",
                column: "idempotency_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_sweeps_state",
                table: "sweeps",
                column: "state");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "sweeps");

            migrationBuilder.DropIndex(
                name: "IX_training_runs_sweep_id",
                table: "training_runs");

            migrationBuilder.DropColumn(
                name: "eliminated_after_epoch",
                table: "training_runs");

            migrationBuilder.DropColumn(
                name: "pause_after_epoch",
                table: "training_runs");

            migrationBuilder.DropColumn(
                name: "sweep_id",
                table: "training_runs");

            migrationBuilder.DropColumn(
                name: "sweep_parameters",
                table: "training_runs");
        }
    }
}
