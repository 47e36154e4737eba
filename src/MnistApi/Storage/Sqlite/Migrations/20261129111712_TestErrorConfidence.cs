using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MnistApi.Storage.Sqlite.Migrations
{
    /// <summary>
    /// The confidence of a test error becomes a float32, the type in which the model computes it. Nothing is lost, because every stored
    /// value is a float32 already. SQLite stores both types in the same way.
    /// </summary>
    public partial class TestErrorConfidence : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {

        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {

        }
    }
}
