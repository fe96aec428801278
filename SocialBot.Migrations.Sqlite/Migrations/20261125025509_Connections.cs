using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SocialBot.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Connections : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Revisions_CopyId_Revision",
                table: "Revisions");

            migrationBuilder.DropIndex(
                name: "IX_Revisions_WorkspaceId",
                table: "Revisions");

            migrationBuilder.DropIndex(
                name: "IX_Replies_CaseId",
                table: "Replies");

            migrationBuilder.DropIndex(
                name: "IX_Replies_WorkspaceId",
                table: "Replies");

            migrationBuilder.DropIndex(
                name: "IX_PostVersions_PostId_Version",
                table: "PostVersions");

            migrationBuilder.DropIndex(
                name: "IX_PostVersions_WorkspaceId",
                table: "PostVersions");

            migrationBuilder.DropIndex(
                name: "IX_Identities_MemberId",
                table: "Identities");

            migrationBuilder.DropIndex(
                name: "IX_Identities_WorkspaceId",
                table: "Identities");

            migrationBuilder.DropIndex(
                name: "IX_CaseNotes_CaseId",
                table: "CaseNotes");

            migrationBuilder.DropIndex(
                name: "IX_CaseNotes_WorkspaceId",
                table: "CaseNotes");

            migrationBuilder.DropIndex(
                name: "IX_CaseItems_WorkspaceId",
                table: "CaseItems");

            migrationBuilder.DropIndex(
                name: "IX_Approvals_PostId",
                table: "Approvals");

            migrationBuilder.DropIndex(
                name: "IX_Approvals_WorkspaceId",
                table: "Approvals");

            migrationBuilder.AddColumn<bool>(
                name: "SampleTakesReal",
                table: "Workspaces",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "SourceBy",
                table: "Posts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SourceLink",
                table: "Posts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "TakeDownBegunAt",
                table: "Copies",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "CheckedAt",
                table: "CaseItems",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Context",
                table: "CaseItems",
                type: "TEXT",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<string>(
                name: "FoundBy",
                table: "CaseItems",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "GoneAt",
                table: "CaseItems",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Tries",
                table: "Attempts",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "ConnectedAt",
                table: "Accounts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ConnectedById",
                table: "Accounts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DisplayName",
                table: "Accounts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "SecretEndsAt",
                table: "Accounts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Warned",
                table: "Accounts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ConnectTickets",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    TokenHash = table.Column<string>(type: "TEXT", nullable: false),
                    MemberId = table.Column<long>(type: "INTEGER", nullable: false),
                    Network = table.Column<string>(type: "TEXT", nullable: false),
                    AccountId = table.Column<long>(type: "INTEGER", nullable: true),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Tries = table.Column<int>(type: "INTEGER", nullable: false),
                    UsedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    StateHash = table.Column<string>(type: "TEXT", nullable: true),
                    Kept = table.Column<string>(type: "TEXT", nullable: true),
                    Profiles = table.Column<string>(type: "TEXT", nullable: true),
                    WorkspaceId = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ConnectTickets", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Parts",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    CopyId = table.Column<long>(type: "INTEGER", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Text = table.Column<string>(type: "TEXT", nullable: false),
                    Status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Trouble = table.Column<string>(type: "TEXT", nullable: true),
                    RemoteId = table.Column<string>(type: "TEXT", nullable: true),
                    Permalink = table.Column<string>(type: "TEXT", nullable: true),
                    PublishedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    TakenDownAt = table.Column<long>(type: "INTEGER", nullable: true),
                    TryUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    WorkspaceId = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Parts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Parts_Copies_CopyId",
                        column: x => x.CopyId,
                        principalTable: "Copies",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "StreamPositions",
                columns: table => new
                {
                    Network = table.Column<string>(type: "TEXT", nullable: false),
                    Cursor = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StreamPositions", x => x.Network);
                });

            migrationBuilder.CreateTable(
                name: "WatchedWords",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Phrase = table.Column<string>(type: "TEXT", nullable: false),
                    Folded = table.Column<string>(type: "TEXT", nullable: false),
                    MemberId = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    WorkspaceId = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WatchedWords", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WordSearches",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Network = table.Column<string>(type: "TEXT", nullable: false),
                    Cursor = table.Column<string>(type: "TEXT", nullable: true),
                    ReadAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Idle = table.Column<int>(type: "INTEGER", nullable: false),
                    WorkspaceId = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WordSearches", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Revisions_WorkspaceId_CopyId_Revision",
                table: "Revisions",
                columns: new[] { "WorkspaceId", "CopyId", "Revision" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Replies_WorkspaceId_CaseId",
                table: "Replies",
                columns: new[] { "WorkspaceId", "CaseId" });

            migrationBuilder.CreateIndex(
                name: "IX_PostVersions_WorkspaceId_PostId_Version",
                table: "PostVersions",
                columns: new[] { "WorkspaceId", "PostId", "Version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Identities_WorkspaceId_MemberId",
                table: "Identities",
                columns: new[] { "WorkspaceId", "MemberId" });

            migrationBuilder.CreateIndex(
                name: "IX_Copies_InTrouble",
                table: "Copies",
                column: "WorkspaceId",
                filter: "\"Trouble\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Copies_WorkspaceId_AccountId_Status",
                table: "Copies",
                columns: new[] { "WorkspaceId", "AccountId", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_Copies_WorkspaceId_PostId",
                table: "Copies",
                columns: new[] { "WorkspaceId", "PostId" });

            migrationBuilder.CreateIndex(
                name: "IX_Copies_WorkspaceId_Status",
                table: "Copies",
                columns: new[] { "WorkspaceId", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_CaseNotes_WorkspaceId_CaseId",
                table: "CaseNotes",
                columns: new[] { "WorkspaceId", "CaseId" });

            migrationBuilder.CreateIndex(
                name: "IX_CaseItems_RemoteId",
                table: "CaseItems",
                column: "RemoteId");

            migrationBuilder.CreateIndex(
                name: "IX_CaseItems_WorkspaceId_CaseId",
                table: "CaseItems",
                columns: new[] { "WorkspaceId", "CaseId" });

            migrationBuilder.CreateIndex(
                name: "IX_Approvals_WorkspaceId_CopyId",
                table: "Approvals",
                columns: new[] { "WorkspaceId", "CopyId" });

            migrationBuilder.CreateIndex(
                name: "IX_Approvals_WorkspaceId_PostId",
                table: "Approvals",
                columns: new[] { "WorkspaceId", "PostId" });

            migrationBuilder.CreateIndex(
                name: "IX_ConnectTickets_StateHash",
                table: "ConnectTickets",
                column: "StateHash");

            migrationBuilder.CreateIndex(
                name: "IX_ConnectTickets_TokenHash",
                table: "ConnectTickets",
                column: "TokenHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ConnectTickets_WorkspaceId",
                table: "ConnectTickets",
                column: "WorkspaceId");

            migrationBuilder.CreateIndex(
                name: "IX_Parts_CopyId",
                table: "Parts",
                column: "CopyId");

            migrationBuilder.CreateIndex(
                name: "IX_Parts_WorkspaceId_CopyId_Number",
                table: "Parts",
                columns: new[] { "WorkspaceId", "CopyId", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Parts_WorkspaceId_Status",
                table: "Parts",
                columns: new[] { "WorkspaceId", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_WatchedWords_WorkspaceId_Folded",
                table: "WatchedWords",
                columns: new[] { "WorkspaceId", "Folded" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_WordSearches_WorkspaceId_Network",
                table: "WordSearches",
                columns: new[] { "WorkspaceId", "Network" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ConnectTickets");

            migrationBuilder.DropTable(
                name: "Parts");

            migrationBuilder.DropTable(
                name: "StreamPositions");

            migrationBuilder.DropTable(
                name: "WatchedWords");

            migrationBuilder.DropTable(
                name: "WordSearches");

            migrationBuilder.DropIndex(
                name: "IX_Revisions_WorkspaceId_CopyId_Revision",
                table: "Revisions");

            migrationBuilder.DropIndex(
                name: "IX_Replies_WorkspaceId_CaseId",
                table: "Replies");

            migrationBuilder.DropIndex(
                name: "IX_PostVersions_WorkspaceId_PostId_Version",
                table: "PostVersions");

            migrationBuilder.DropIndex(
                name: "IX_Identities_WorkspaceId_MemberId",
                table: "Identities");

            migrationBuilder.DropIndex(
                name: "IX_Copies_InTrouble",
                table: "Copies");

            migrationBuilder.DropIndex(
                name: "IX_Copies_WorkspaceId_AccountId_Status",
                table: "Copies");

            migrationBuilder.DropIndex(
                name: "IX_Copies_WorkspaceId_PostId",
                table: "Copies");

            migrationBuilder.DropIndex(
                name: "IX_Copies_WorkspaceId_Status",
                table: "Copies");

            migrationBuilder.DropIndex(
                name: "IX_CaseNotes_WorkspaceId_CaseId",
                table: "CaseNotes");

            migrationBuilder.DropIndex(
                name: "IX_CaseItems_RemoteId",
                table: "CaseItems");

            migrationBuilder.DropIndex(
                name: "IX_CaseItems_WorkspaceId_CaseId",
                table: "CaseItems");

            migrationBuilder.DropIndex(
                name: "IX_Approvals_WorkspaceId_CopyId",
                table: "Approvals");

            migrationBuilder.DropIndex(
                name: "IX_Approvals_WorkspaceId_PostId",
                table: "Approvals");

            migrationBuilder.DropColumn(
                name: "SampleTakesReal",
                table: "Workspaces");

            migrationBuilder.DropColumn(
                name: "SourceBy",
                table: "Posts");

            migrationBuilder.DropColumn(
                name: "SourceLink",
                table: "Posts");

            migrationBuilder.DropColumn(
                name: "TakeDownBegunAt",
                table: "Copies");

            migrationBuilder.DropColumn(
                name: "CheckedAt",
                table: "CaseItems");

            migrationBuilder.DropColumn(
                name: "Context",
                table: "CaseItems");

            migrationBuilder.DropColumn(
                name: "FoundBy",
                table: "CaseItems");

            migrationBuilder.DropColumn(
                name: "GoneAt",
                table: "CaseItems");

            migrationBuilder.DropColumn(
                name: "Tries",
                table: "Attempts");

            migrationBuilder.DropColumn(
                name: "ConnectedAt",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "ConnectedById",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "DisplayName",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "SecretEndsAt",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "Warned",
                table: "Accounts");

            migrationBuilder.CreateIndex(
                name: "IX_Revisions_CopyId_Revision",
                table: "Revisions",
                columns: new[] { "CopyId", "Revision" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Revisions_WorkspaceId",
                table: "Revisions",
                column: "WorkspaceId");

            migrationBuilder.CreateIndex(
                name: "IX_Replies_CaseId",
                table: "Replies",
                column: "CaseId");

            migrationBuilder.CreateIndex(
                name: "IX_Replies_WorkspaceId",
                table: "Replies",
                column: "WorkspaceId");

            migrationBuilder.CreateIndex(
                name: "IX_PostVersions_PostId_Version",
                table: "PostVersions",
                columns: new[] { "PostId", "Version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PostVersions_WorkspaceId",
                table: "PostVersions",
                column: "WorkspaceId");

            migrationBuilder.CreateIndex(
                name: "IX_Identities_MemberId",
                table: "Identities",
                column: "MemberId");

            migrationBuilder.CreateIndex(
                name: "IX_Identities_WorkspaceId",
                table: "Identities",
                column: "WorkspaceId");

            migrationBuilder.CreateIndex(
                name: "IX_CaseNotes_CaseId",
                table: "CaseNotes",
                column: "CaseId");

            migrationBuilder.CreateIndex(
                name: "IX_CaseNotes_WorkspaceId",
                table: "CaseNotes",
                column: "WorkspaceId");

            migrationBuilder.CreateIndex(
                name: "IX_CaseItems_WorkspaceId",
                table: "CaseItems",
                column: "WorkspaceId");

            migrationBuilder.CreateIndex(
                name: "IX_Approvals_PostId",
                table: "Approvals",
                column: "PostId");

            migrationBuilder.CreateIndex(
                name: "IX_Approvals_WorkspaceId",
                table: "Approvals",
                column: "WorkspaceId");
        }
    }
}
