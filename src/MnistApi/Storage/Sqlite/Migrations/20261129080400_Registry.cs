using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MnistApi.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Registry : Migration
    {
        /// <summary>A model holds what the registry tells of it, and needs its run no more.</summary>
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "accept_from",
                table: "models",
                newName: "confidence_threshold");

            migrationBuilder.AddColumn<string>(
                name: "name",
                table: "models",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "recipe",
                table: "models",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "dataset",
                table: "models",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "config",
                table: "models",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "seed",
                table: "models",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<double>(
                name: "validation_accuracy",
                table: "models",
                type: "REAL",
                nullable: false,
                defaultValue: 0.0);

            migrationBuilder.AddColumn<double>(
                name: "validation_loss",
                table: "models",
                type: "REAL",
                nullable: true);

            migrationBuilder.Sql("""
                UPDATE models SET
                    name = (SELECT name FROM training_runs WHERE id = models.id),
                    recipe = (SELECT recipe FROM training_runs WHERE id = models.id),
                    dataset = (SELECT dataset FROM training_runs WHERE id = models.id),
                    config = (SELECT config FROM training_runs WHERE id = models.id),
                    seed = (SELECT seed FROM training_runs WHERE id = models.id),
                    validation_accuracy = (SELECT best_validation_accuracy FROM training_runs WHERE id = models.id),
                    validation_loss = (SELECT best_validation_loss FROM training_runs WHERE id = models.id);
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var column in new[] { "name", "recipe", "dataset", "config", "seed", "validation_accuracy", "validation_loss" })
                migrationBuilder.DropColumn(name: column, table: "models");

            migrationBuilder.RenameColumn(
                name: "confidence_threshold",
                table: "models",
                newName: "accept_from");
        }
    }
}
