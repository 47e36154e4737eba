using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MnistApi.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Calibration : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<double>(
                name: "accept_from",
                table: "models",
                type: "REAL",
                nullable: false,
                defaultValue: 0.0);

            migrationBuilder.AddColumn<double>(
                name: "temperature",
                table: "models",
                type: "REAL",
                nullable: false,
                defaultValue: 1.0); // Models from before have the probabilities of their networks.

            migrationBuilder.AddColumn<byte[]>(
                name: "weights",
                table: "models",
                type: "BLOB",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "accept_from",
                table: "models");

            migrationBuilder.DropColumn(
                name: "temperature",
                table: "models");

            migrationBuilder.DropColumn(
                name: "weights",
                table: "models");
        }
    }
}
