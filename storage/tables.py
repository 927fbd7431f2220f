"""Every table of the program, in one place.

Times are whole milliseconds since 1970 in UTC. `LargeBinary` columns are sealed (`storage.crypto`): free text, identities
and addresses never lie readable in the database. Alembic's migrations must lead to exactly this (a test compares).
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

#: SQLite only numbers rows by itself when the key is a plain INTEGER
Key = BigInteger().with_variant(Integer, "sqlite")


def _id() -> Column[int]:
    return Column("id", Key, primary_key=True, autoincrement=True)


def _some(name: str, *columns: str, where: str) -> Index:
    """An index of the rows for which this is true."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


def _owner(cascade: str = "CASCADE") -> Column[int]:
    return Column("person_id", Key, ForeignKey("person.id", ondelete=cascade), nullable=False, index=True)


def _talk() -> Column[int]:
    return Column("conversation_id", Key, ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False, index=True)


def _staff() -> Column[int]:
    return Column("staff_id", Key, ForeignKey("staff.id", ondelete="SET NULL"))


person = Table(
    "person",
    metadata,
    _id(),
    Column("created_at", BigInteger, nullable=False),
    Column("lang", String(8), nullable=False),
    # the profile as JSON: name, e-mail, profession … (purpose of each field: docs/reference/personal-data.md)
    Column("profile", LargeBinary),
    Column("messages_stopped_at", BigInteger),
    # links and the audit name a person by this number: who comes after a deleted one must not inherit it
    sqlite_autoincrement=True,
)

consent = Table(
    "consent",
    metadata,
    _id(),
    _owner(),
    Column("purpose", String(32), nullable=False),
    Column("text_version", String(16), nullable=False),
    Column("lang", String(8), nullable=False),
    Column("given_at", BigInteger, nullable=False),
    Column("withdrawn_at", BigInteger),
)

conversation = Table(
    "conversation",
    metadata,
    _id(),
    Column("channel", String(16), nullable=False),
    # keyed hash of the place within the channel: finds the conversation without keeping the identity readable
    Column("place", LargeBinary(16), nullable=False),
    Column("address", LargeBinary, nullable=False),
    Column("person_id", Key, ForeignKey("person.id", ondelete="SET NULL"), index=True),
    Column("lang", String(8), nullable=False, server_default=""),
    Column("lang_locked", Boolean, nullable=False, server_default=text("false")),
    # bot | queue | human (DESIGN section 6); epoch rises with each change of owner
    Column("owner", String(8), nullable=False, server_default="bot"),
    Column("team", String(8), nullable=False, server_default=""),
    Column("staff_id", Key, ForeignKey("staff.id", ondelete="SET NULL")),
    Column("work", String(16), nullable=False, server_default="active"),
    Column("epoch", Integer, nullable=False, server_default="0"),
    Column("waiting_since", BigInteger),
    # when the silence of whoever answers here is too long; until when there is nothing to do
    Column("lease_until", BigInteger),
    Column("snoozed_until", BigInteger),
    Column("reachable", Boolean, nullable=False, server_default=text("true")),
    # the dialogs of this conversation (dialogs.state.Session) and small notes of the handlers
    Column("session", LargeBinary),
    Column("created_at", BigInteger, nullable=False),
    Column("last_in_at", BigInteger),
    Column("last_out_at", BigInteger),
    UniqueConstraint("channel", "place"),
    Index("ix_conversation_people", "id", sqlite_where=text("owner <> 'bot'"), postgresql_where=text("owner <> 'bot'")),
    # the counts above the inbox of the desk are read from this alone
    Index("ix_conversation_inbox", "owner", "work", "team", "staff_id", "lang", "waiting_since"),
    # the clock of the desk asks every few seconds whose time is over, and who waits for somebody that has left
    _some("ix_conversation_lease", "lease_until", where="lease_until IS NOT NULL"),
    _some("ix_conversation_snoozed", "snoozed_until", where="snoozed_until IS NOT NULL"),
    _some("ix_conversation_awaited", "staff_id", where="waiting_since IS NOT NULL"),
    # buttons and open pages name a conversation by this number
    sqlite_autoincrement=True,
)

inbox = Table(
    "inbox",
    metadata,
    _id(),
    Column("channel", String(16), nullable=False),
    Column("update_id", String(128), nullable=False),
    Column("conversation_id", Key, ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False, index=True),
    # 0 ready, 1 waits for its attachment, 2 done, 3 quarantined
    Column("state", Integer, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    # as it came over the wire; gone once handled, kept in quarantine
    Column("raw", LargeBinary),
    # where the attachment lies in the file store, or why there is none (JSON)
    Column("file", LargeBinary),
    Column("problem", String(200)),
    UniqueConstraint("channel", "update_id"),
    Index("ix_inbox_aside", "id", sqlite_where=text("state = 3"), postgresql_where=text("state = 3")),
    Index("ix_inbox_open", "conversation_id", "id", sqlite_where=text("state < 2"), postgresql_where=text("state < 2")),
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    Column("conversation_id", Key, ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("channel", String(16), nullable=False),
    # bot | staff | you; what the trainee said stands here too (sent already), so that one number orders a transcript
    Column("author", String(8), nullable=False),
    # 0 live answer, 1 staff, 2 reminder, 3 broadcast
    Column("lane", Integer, nullable=False),
    Column("epoch", Integer, nullable=False),
    # 0 queued, 2 sent, 3 given up (dead letter), 4 held back (owner changed, unreachable)
    Column("state", Integer, nullable=False),
    Column("lang", String(8), nullable=False),
    Column("body", LargeBinary, nullable=False),
    # what was read in the words of a trainee (domain.traces.Trace)
    Column("trace", LargeBinary),
    # the message this one takes the place of, where the channel can edit
    Column("replaces", Key),
    Column("created_at", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    # how many pieces of a long message have been delivered
    Column("pieces", Integer, nullable=False, server_default="0"),
    Column("unsure", Boolean, nullable=False, server_default=text("false")),
    Column("sent_at", BigInteger),
    Column("external_id", String(128)),
    # what the channel tells of a message of the trainee: its number, what it answers, its album (domain.topics.Wire, JSON)
    Column("wire", String(200)),
    Column("problem", String(200)),
    Index(
        "ix_outbox_queue", "channel", "lane", "id", sqlite_where=text("state = 0"), postgresql_where=text("state = 0")
    ),
    Index("ix_outbox_dead", "id", sqlite_where=text("state = 3"), postgresql_where=text("state = 3")),
    # the last words of a trainee
    _some("ix_outbox_said", "conversation_id", "id", where="author = 'you'"),
    # the number of a message is its place in an event stream: it is never given twice
    sqlite_autoincrement=True,
)

dialog_archive = Table(
    "dialog_archive",
    metadata,
    _id(),
    _owner(),
    Column("dialog", String(32), nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("finished_at", BigInteger, nullable=False),
    UniqueConstraint("person_id", "dialog"),
)

enquiry = Table(
    "enquiry",
    metadata,
    _id(),
    _owner(),
    Column("state", String(16), nullable=False),
    Column("lang", String(8), nullable=False),
    Column("details", LargeBinary, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
)

goal = Table(
    "goal",
    metadata,
    _id(),
    _owner(),
    Column("position", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("lang", String(8), nullable=False),
    Column("details", LargeBinary, nullable=False),
    # verdicts of the checker, letter by letter (JSON); A is confirmed by others later
    Column("smart", Text, nullable=False),
    Column("needs_human", Boolean, nullable=False, server_default=text("false")),
    Column("created_at", BigInteger, nullable=False),
)

document = Table(
    "document",
    metadata,
    _id(),
    _owner(),
    Column("kind", String(16), nullable=False),
    Column("name", LargeBinary, nullable=False),
    Column("mime", String(100), nullable=False),
    Column("size", Integer, nullable=False),
    Column("stored", String(64), nullable=False),
    Column("created_at", BigInteger, nullable=False),
)

host = Table(
    "host",
    metadata,
    _id(),
    Column("external_id", String(96), nullable=False, unique=True),
    Column("status", String(16), nullable=False, index=True),
    Column("country", String(2), nullable=False, server_default="", index=True),
    # the card as JSON (domain.cards.HostCard)
    Column("card", Text, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    # has a person said which concepts it carries?
    Column("confirmed", Boolean, nullable=False, server_default=text("false")),
    _some("ix_host_unconfirmed", "status", "id", where="NOT confirmed"),
    # how often it was written: readers look only at what changed
    Column("revision", Integer, nullable=False, server_default="1"),
    # what it is about (domain.matching_tags.packed), and with which vocabulary that was read; empty: not yet
    Column("edition", String(24), nullable=False, server_default="", index=True),
    Column("tags", LargeBinary),
    Index("ix_host_revision", "revision", "id"),
)

practice = Table(
    "practice",
    metadata,
    _id(),
    Column("external_id", String(96), nullable=False, unique=True),
    Column("status", String(16), nullable=False, index=True),
    Column("host_external_id", String(96), nullable=False, server_default="", index=True),
    Column("card", Text, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    Column("confirmed", Boolean, nullable=False, server_default=text("false")),
    _some("ix_practice_unconfirmed", "status", "id", where="NOT confirmed"),
    # how often it was written: readers look only at what changed
    Column("revision", Integer, nullable=False, server_default="1"),
    # what it is about (domain.matching_tags.packed), and with which vocabulary that was read; empty: not yet
    Column("edition", String(24), nullable=False, server_default="", index=True),
    Column("tags", LargeBinary),
    Index("ix_practice_revision", "revision", "id"),
)

suggestion = Table(
    "suggestion",
    metadata,
    _id(),
    _owner(),
    Column("host_id", Key, ForeignKey("host.id", ondelete="CASCADE"), nullable=False),
    # shown | liked | rejected | requested
    Column("feedback", String(16), nullable=False),
    Column("reason", String(32), nullable=False, server_default=""),
    Column("created_at", BigInteger, nullable=False),
    UniqueConstraint("person_id", "host_id"),
)

host_request = Table(
    "host_request",
    metadata,
    _id(),
    _owner(),
    Column("host_id", Key, ForeignKey("host.id", ondelete="CASCADE"), nullable=False, index=True),
    # 0 is the first choice, 1 and 2 are reserves
    Column("rank", Integer, nullable=False),
    # proposed | sent | … (DOMAIN 2.3)
    Column("state", String(24), nullable=False),
    Column("first_day", String(10), nullable=False),
    Column("last_day", String(10), nullable=False),
    Column("people", Integer, nullable=False, server_default="1"),
    Column("message", LargeBinary, nullable=False),
    Column("share_cv", Boolean, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    # what the trainee thought of the stay, 1 to 5; empty until they have said so
    Column("score", Integer),
)

wish = Table(
    "wish",
    metadata,
    # what hosts were looked for: codes, no words
    _id(),
    _owner(),
    Column("lang", String(8), nullable=False),
    # ids of concepts (JSON)
    Column("concepts", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False, index=True),
)

showing = Table(
    "showing",
    metadata,
    # a host that was shown for a wish, and what became of that
    _id(),
    Column("wish_id", Key, ForeignKey("wish.id", ondelete="CASCADE"), nullable=False),
    Column("host_id", Key, ForeignKey("host.id", ondelete="CASCADE"), nullable=False, index=True),
    # 1 is the first
    Column("place", Integer, nullable=False),
    Column("shown_at", BigInteger, nullable=False, index=True),
    Column("liked_at", BigInteger),
    Column("rejected_at", BigInteger),
    # why not: a code, and perhaps words
    Column("reason", String(32), nullable=False, server_default=""),
    Column("words", LargeBinary),
    # what the host answered stands there
    Column("request_id", Key, ForeignKey("host_request.id", ondelete="SET NULL"), index=True),
    UniqueConstraint("wish_id", "host_id"),
)

placement = Table(
    "placement",
    metadata,
    _id(),
    Column("name", String(100), nullable=False),
    # the helpdesk whose it is; empty for all
    Column("team", String(8), nullable=False, server_default=""),
    # the weeks that come into question, YYYY-MM-DD, and how many of them one stay takes
    Column("first_day", String(10), nullable=False),
    Column("last_day", String(10), nullable=False),
    Column("weeks", Integer, nullable=False),
    # rises with each change; `solved` is the one the proposals were made for
    Column("version", Integer, nullable=False, server_default="0"),
    Column("solved", Integer, nullable=False, server_default="-1"),
    Column("solved_at", BigInteger),
    Column("created_at", BigInteger, nullable=False),
    _staff(),
    # the record names a placement by this number
    sqlite_autoincrement=True,
)

placement_member = Table(
    "placement_member",
    metadata,
    _id(),
    Column("placement_id", Key, ForeignKey("placement.id", ondelete="CASCADE"), nullable=False),
    _owner(),
    # what staff decided: a host (its external id) and perhaps the Monday of the week; hosts that are out of the question (JSON)
    Column("pinned", String(96), nullable=False, server_default=""),
    Column("pinned_day", String(10), nullable=False, server_default=""),
    Column("forbidden", Text, nullable=False, server_default="[]"),
    # what is proposed, empty for no place, and what led to it (storage.placements.Found)
    Column("host", String(96), nullable=False, server_default=""),
    Column("first_day", String(10), nullable=False, server_default=""),
    Column("found", LargeBinary),
    UniqueConstraint("placement_id", "person_id"),
)

faq_vote = Table(
    "faq_vote",
    metadata,
    _id(),
    Column("topic", String(32), nullable=False),
    Column("lang", String(8), nullable=False),
    Column("helpful", Boolean, nullable=False),
    Column("at", BigInteger, nullable=False),
)

concept_change = Table(
    "concept_change",
    metadata,
    # written anew with each change, never deleted: the sum of all numbers only rises, and says whether there is news
    _id(),
    Column("concept", String(64), nullable=False),
    # whose words were changed; empty for the concept itself
    Column("lang", String(8), nullable=False, server_default=""),
    # JSON (domain.concept_changes): words of a language, or what the concept is
    Column("body", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    UniqueConstraint("concept", "lang"),
    sqlite_autoincrement=True,
)

unknown_word = Table(
    "unknown_word",
    metadata,
    _id(),
    Column("lang", String(8), nullable=False),
    # folded, one word and no more: nobody's sentence and nobody's name
    Column("word", String(32), nullable=False),
    Column("times", Integer, nullable=False, server_default="0"),
    # have two conversations said it? only then is it shown
    Column("shared", Boolean, nullable=False, server_default=text("false")),
    # staff have dealt with it
    Column("done", Boolean, nullable=False, server_default=text("false")),
    Column("first_at", BigInteger, nullable=False),
    UniqueConstraint("lang", "word"),
    # pages name a word by this number
    sqlite_autoincrement=True,
)

unknown_word_said = Table(
    "unknown_word_said",
    metadata,
    # who said it first, until somebody else has: a keyed hash of word and conversation
    Column("word_id", Key, ForeignKey("unknown_word.id", ondelete="CASCADE"), primary_key=True),
    Column("said_by", LargeBinary(16), primary_key=True),
)

misreading = Table(
    "misreading",
    metadata,
    _id(),
    # the day, YYYY-MM-DD: a time of day would lead to the conversation
    Column("day", String(10), nullable=False),
    # language | command | menu | faq | answer | goal | matching
    Column("kind", String(16), nullable=False),
    Column("read", String(255), nullable=False),
    Column("confidence", Float),
    Column("sure", Boolean, nullable=False),
    # what would have been right; "none" for nothing of what the program knows, "" where nobody said
    Column("meant", String(64), nullable=False),
    Column("asked", String(64), nullable=False),
    Column("lang", String(8), nullable=False),
    # words that everybody uses and nothing else (domain.anonymous): neither a person nor a conversation belongs to it
    Column("words", String(400), nullable=False),
    # a message names the example made of it: who comes after one that was taken back must not inherit its number
    sqlite_autoincrement=True,
)

staff = Table(
    "staff",
    metadata,
    _id(),
    Column("email", String(200), nullable=False, unique=True),
    Column("name", String(100), nullable=False),
    Column("password", String(200), nullable=False),
    Column("langs", String(64), nullable=False, server_default=""),
    Column("disabled", Boolean, nullable=False, server_default=text("false")),
    Column("created_at", BigInteger, nullable=False),
    # admin | lead | agent | reader
    Column("role", String(8), nullable=False, server_default="admin"),
    # codes of helpdesks, separated by commas; an admin belongs to all
    Column("teams", String(200), nullable=False, server_default=""),
    # the language of the desk; empty for what the browser prefers
    Column("lang", String(8), nullable=False, server_default=""),
    # the secret of the second factor, whether it is asked for, and the last half minute whose code was used
    Column("totp", LargeBinary),
    Column("totp_on", Boolean, nullable=False, server_default=text("false")),
    Column("totp_step", BigInteger, nullable=False, server_default="0"),
)

staff_recovery = Table(
    "staff_recovery",
    metadata,
    _id(),
    Column("staff_id", Key, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, index=True),
    # keyed hash; gone once used
    Column("code", LargeBinary(16), nullable=False),
)

staff_invitation = Table(
    "staff_invitation",
    metadata,
    _id(),
    # keyed hash of what the link holds; the row is gone once used
    Column("key", LargeBinary(16), nullable=False, unique=True),
    Column("email", String(200), nullable=False, unique=True),
    Column("role", String(8), nullable=False),
    Column("teams", String(200), nullable=False, server_default=""),
    Column("langs", String(64), nullable=False, server_default=""),
    # who invited; empty for the command line
    _staff(),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)

helpdesk = Table(
    "helpdesk",
    metadata,
    Column("code", String(8), primary_key=True),
    Column("name", String(100), nullable=False),
    # the languages it answers in, separated by commas
    Column("langs", String(100), nullable=False, server_default=""),
    # where its clock stands; empty for the time zone of the settings
    Column("zone", String(64), nullable=False, server_default=""),
    # the week (domain.hours), and days off, YYYY-MM-DD separated by blanks
    Column("hours", Text, nullable=False, server_default=""),
    Column("holidays", Text, nullable=False, server_default=""),
    # who is asked when nobody here answers
    Column("fallback", String(8), nullable=False, server_default=""),
    # minutes of opening hours within which a person answers
    Column("first_answer", Integer, nullable=False, server_default="240"),
)

note = Table(
    "note",
    metadata,
    _id(),
    _talk(),
    _staff(),
    Column("body", LargeBinary, nullable=False),
    Column("created_at", BigInteger, nullable=False),
)

handover = Table(
    "handover",
    metadata,
    _id(),
    _talk(),
    Column("at", BigInteger, nullable=False, index=True),
    # queued | taken | replied | assigned | returned | handed_back | snoozed | woken | resolved | escalated
    Column("what", String(16), nullable=False),
    Column("team", String(8), nullable=False),
    # who did it; empty for the trainee and for the clock
    _staff(),
    Column("detail", String(64), nullable=False, server_default=""),
    # milliseconds that the trainee had waited, where this ended it
    Column("waited", BigInteger),
)

rating = Table(
    "rating",
    metadata,
    _id(),
    _talk(),
    _staff(),
    Column("team", String(8), nullable=False),
    Column("lang", String(8), nullable=False),
    Column("asked_at", BigInteger, nullable=False),
    # 1 not good, 2 all right, 3 good
    Column("score", Integer),
    Column("rated_at", BigInteger),
)

promise_warning = Table(
    "promise_warning",
    metadata,
    Column("conversation_id", Key, ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
    # which wait it was, by its beginning (conversation.waiting_since), and what was told of it: waiting | soon | late
    Column("since", BigInteger, primary_key=True),
    Column("stage", String(8), primary_key=True),
    Column("at", BigInteger, nullable=False),
)

notice = Table(
    "notice",
    metadata,
    _id(),
    Column("staff_id", Key, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, index=True),
    _talk(),
    Column("since", BigInteger, nullable=False),
    Column("stage", String(8), nullable=False),
    # 0 to be mailed, 2 sent, 3 given up, 4 of no interest any more
    Column("state", Integer, nullable=False, server_default="0"),
    Column("created_at", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("sent_at", BigInteger),
    Column("problem", String(200)),
    Index("ix_notice_open", "due_at", sqlite_where=text("state = 0"), postgresql_where=text("state = 0")),
)

desk_action = Table(
    "desk_action",
    metadata,
    # chosen by whoever sends it: sent twice, it is done once
    Column("key", String(64), primary_key=True),
    _talk(),
    Column("at", BigInteger, nullable=False),
)

api_token = Table(
    "api_token",
    metadata,
    _id(),
    # keyed hash of the token
    Column("key", LargeBinary(16), nullable=False, unique=True),
    Column("name", String(100), nullable=False),
    # whose rights it has, and whose name stands below what it says
    Column("staff_id", Key, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False),
    Column("scopes", String(100), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
)

webhook = Table(
    "webhook",
    metadata,
    _id(),
    # it hears of what this account may see
    Column("staff_id", Key, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False),
    Column("url", String(500), nullable=False),
    Column("secret", LargeBinary, nullable=False),
    # what of `handover.what`, separated by commas; empty for everything
    Column("events", String(200), nullable=False, server_default=""),
    Column("created_at", BigInteger, nullable=False),
    # nothing got through for so long that we gave up
    Column("stopped_at", BigInteger),
)

webhook_delivery = Table(
    "webhook_delivery",
    metadata,
    _id(),
    Column("webhook_id", Key, ForeignKey("webhook.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("handover_id", Key, ForeignKey("handover.id", ondelete="CASCADE"), nullable=False, index=True),
    # 0 waits, 1 delivered, 2 given up
    Column("state", Integer, nullable=False, server_default="0"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("due_at", BigInteger, nullable=False),
    Column("problem", String(200)),
    Index("ix_webhook_delivery_due", "due_at", sqlite_where=text("state = 0"), postgresql_where=text("state = 0")),
)

canned = Table(
    "canned",
    metadata,
    _id(),
    # names the answer in files: imported again, it is the same one
    Column("code", String(48), nullable=False, unique=True),
    Column("name", String(100), nullable=False),
    # whose it is; empty for all teams
    Column("team", String(8), nullable=False, server_default=""),
    # JSON: language -> text, with fields in braces (domain.canned)
    Column("texts", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("created_by", Key, ForeignKey("staff.id", ondelete="SET NULL")),
    Column("changed_at", BigInteger, nullable=False),
    Column("changed_by", Key, ForeignKey("staff.id", ondelete="SET NULL")),
)

translation = Table(
    "translation",
    metadata,
    _id(),
    # it goes with the message
    Column("outbox_id", Key, ForeignKey("outbox.id", ondelete="CASCADE"), nullable=False),
    Column("lang", String(8), nullable=False),
    # the language it was translated from
    Column("source", String(8), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("at", BigInteger, nullable=False),
    UniqueConstraint("outbox_id", "lang"),
)

staff_session = Table(
    "staff_session",
    metadata,
    # keyed hash of the cookie
    Column("id", LargeBinary(16), primary_key=True),
    Column("staff_id", Key, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("created_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    # "" signed in, "code" still owes the second factor, "link" a link that opens a session and is none
    Column("stage", String(8), nullable=False, server_default=""),
    Column("browser", String(40), nullable=False, server_default=""),
    Column("network", String(64), nullable=False, server_default=""),
    # "" by password, "openid" by the identity provider, "link" by one of the command line
    Column("way", String(8), nullable=False, server_default=""),
)

staff_identity = Table(
    "staff_identity",
    metadata,
    _id(),
    Column("staff_id", Key, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False),
    # the identity provider, and whom it means: both as they stand in its tokens
    Column("issuer", String(300), nullable=False),
    Column("subject", String(255), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    UniqueConstraint("issuer", "subject"),
    UniqueConstraint("staff_id", "issuer"),
)

audit = Table(
    "audit",
    metadata,
    _id(),
    Column("at", BigInteger, nullable=False),
    # "staff:3", "trainee", "system"
    Column("actor", String(32), nullable=False),
    Column("what", String(48), nullable=False),
    Column("about", String(64), nullable=False, server_default="", index=True),
    # the chain (storage.audit): the hash of the row before, and of this one
    Column("before", String(64), nullable=False, server_default=""),
    Column("hash", String(64), nullable=False, server_default=""),
)

audit_anchor = Table(
    "audit_anchor",
    metadata,
    # one row: the hash of the last one that is gone
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("hash", String(64), nullable=False),
)

topic = Table(
    "topic",
    metadata,
    _id(),
    Column("conversation_id", Key, ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False, unique=True),
    # the group and, once it is open, the thread there
    Column("chat", BigInteger, nullable=False),
    Column("thread", BigInteger),
    # wanted | creating | open | doomed (to be deleted, with all that stands in it), since when
    Column("state", String(8), nullable=False),
    Column("since", BigInteger, nullable=False),
    # the message with the dossier, what it showed last (a digest), and who owned the conversation then
    Column("card", BigInteger),
    Column("shown", String(32), nullable=False, server_default=""),
    Column("shown_at", BigInteger, nullable=False, server_default="0"),
    Column("epoch", Integer, nullable=False, server_default="-1"),
    Column("reachable", Boolean, nullable=False, server_default=text("true")),
    # the last message of the conversation and the last note that were looked at
    Column("seen", Key, nullable=False),
    Column("notes_seen", Key, nullable=False),
    # who writes here as an anonymous administrator, and under which title
    _staff(),
    Column("signature", String(64), nullable=False, server_default=""),
    UniqueConstraint("chat", "thread"),
)

topic_message = Table(
    "topic_message",
    metadata,
    _id(),
    Column("topic_id", Key, ForeignKey("topic.id", ondelete="CASCADE"), nullable=False, index=True),
    # what it is of ours: a message of the conversation, a note
    Column("outbox_id", Key, ForeignKey("outbox.id", ondelete="CASCADE"), index=True),
    Column("note_id", Key, ForeignKey("note.id", ondelete="CASCADE")),
    # heard | said | note | notice | edit | react | answer | held | written
    Column("kind", String(8), nullable=False),
    # 0 queued, 1 being sent, 2 done, 3 given up, 4 its delivery to the trainee is watched
    Column("state", Integer, nullable=False),
    Column("chat", BigInteger, nullable=False),
    # its number in the group, and in the chat with the trainee
    Column("message", BigInteger),
    Column("theirs", BigInteger),
    # the last number known in the group when its sending began: what was sent stands behind it
    Column("behind", BigInteger),
    Column("album", String(64), nullable=False, server_default=""),
    # which piece of a long message
    Column("piece", Integer, nullable=False, server_default="0"),
    # the member of the group who wrote it
    Column("sender", BigInteger),
    Column("body", LargeBinary),
    Column("created_at", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("sent_at", BigInteger),
    Column("problem", String(200)),
    Index("ix_topic_message_place", "chat", "message"),
    Index(
        "ix_topic_message_open",
        "id",
        sqlite_where=text("state IN (0, 1, 4)"),
        postgresql_where=text("state IN (0, 1, 4)"),
    ),
)

staff_telegram = Table(
    "staff_telegram",
    metadata,
    # the number of an account at Telegram
    Column("telegram", BigInteger, primary_key=True, autoincrement=False),
    Column("staff_id", Key, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("linked_at", BigInteger, nullable=False),
)

staff_code = Table(
    "staff_code",
    metadata,
    # keyed hash of what the member of staff was shown
    Column("code", LargeBinary(16), primary_key=True),
    Column("staff_id", Key, ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("until", BigInteger, nullable=False),
)

staff_group = Table(
    "staff_group",
    metadata,
    # a group as the settings name it, and where it has moved since
    Column("configured", BigInteger, primary_key=True, autoincrement=False),
    Column("chat", BigInteger, nullable=False),
)
