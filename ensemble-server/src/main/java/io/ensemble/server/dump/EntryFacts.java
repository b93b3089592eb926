package io.ensemble.server.dump;

import io.ensemble.protocol.log.CorruptDataException;
import io.ensemble.protocol.log.EntryCodec;
import io.ensemble.server.consensus.offline.LogRecord;
import io.ensemble.state.acl.Identities;
import io.ensemble.state.command.Entry;
import io.ensemble.state.command.Part;
import io.ensemble.state.command.Part.DigestReport;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Records of the log as facts. Immutable. */
final class EntryFacts {
    private final CommandFacts commands;

    EntryFacts(CommandFacts commands) {
        this.commands = commands;
    }

    /**
     * A record; each part and command of an entry is below it.
     *
     * @throws CorruptDataException where an entry cannot be read
     */
    Facts of(LogRecord record) {
        ByteBuffer data = record.data();
        if (data == null) {
            return numbered("own", record).text("says", record.own());
        }
        long cluster = EntryCodec.clusterId(data);
        Entry entry = new EntryCodec(cluster).decode(data);
        return numbered("entry", record)
                .number("stampedTerm", entry.term())
                .text("wallTime", Instant.ofEpochMilli(entry.wallTimeMs()).toString())
                .number("logClockMs", entry.logClockMs())
                .text("cluster", String.format("%016x", cluster))
                .number("bytes", data.remaining())
                .below("parts", entry.parts().stream().map(this::part).toList());
    }

    /** An entry that cannot be read. */
    static Facts unreadable(LogRecord record, CorruptDataException why) {
        return numbered("unreadable", record).text("why", why.getMessage());
    }

    private static Facts numbered(String kind, LogRecord record) {
        return new Facts(kind).number("index", record.index()).number("term", record.term());
    }

    private Facts part(Part part) {
        if (part instanceof Part.Batch batch) {
            return batch(batch);
        } else if (part instanceof Part.Hello hello) {
            return new Facts("hello")
                    .number("member", hello.member())
                    .hex("nonce", hello.nonce())
                    .number("seenIncarnation", hello.seenIncarnation());
        } else if (part instanceof Part.ExpireSession expire) {
            return new Facts("expireSession")
                    .hex("session", expire.sessionId())
                    .number("attachment", expire.attachment());
        }
        return new Facts("deleteDue").text("path", ((Part.DeleteDue) part).path());
    }

    private Facts batch(Part.Batch batch) {
        Facts facts = new Facts("batch")
                .number("member", batch.member())
                .number("incarnation", batch.incarnation())
                .number("number", batch.number())
                .number("attempt", batch.attempt());
        DigestReport digest = batch.digest();
        if (digest != null) {
            facts.number("digestIndex", digest.index()).hex("digest", digest.digest());
        }
        if (!batch.identities().isEmpty()) {
            List<String> who = new ArrayList<>();
            batch.identities().forEach(each -> who.add(identities(each)));
            facts.text("identities", String.join(" ", who));
        }
        return facts.below(
                "commands", batch.commands().stream().map(commands::of).toList());
    }

    private static String identities(Identities identities) {
        List<String> ids = new ArrayList<>();
        identities.ids().forEach(id -> ids.add(id.scheme() + ":" + id.id()));
        if (identities.superuser()) {
            ids.add("superuser");
        }
        return ids.toString();
    }
}
