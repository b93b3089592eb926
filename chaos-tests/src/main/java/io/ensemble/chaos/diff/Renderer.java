package io.ensemble.chaos.diff;

import io.ensemble.chaos.diff.ReplyRecord.Item;
import io.ensemble.chaos.wire.ConnectReply;
import io.ensemble.chaos.wire.JuteReader;
import io.ensemble.chaos.wire.MalformedRecordException;
import io.ensemble.chaos.wire.Opcode;
import io.ensemble.chaos.wire.ReplyFrame;
import io.ensemble.chaos.wire.WireAcl;
import io.ensemble.chaos.wire.WireEvent;
import io.ensemble.chaos.wire.WireStat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a client saw as a line that has the same text on both servers if they did the same: values that only mean
 * something on their own server are replaced by their relations, and what is relaxed is left out or put in order.
 */
final class Renderer {
    private static final int BYTES_SHOWN = 64;
    private static final long RUN_MS_MAX = 600_000;

    private final Transcript transcript;
    private final ZxidRanks zxids;

    Renderer(Transcript transcript) {
        this.transcript = transcript;
        this.zxids = new ZxidRanks(transcript);
    }

    String render(Observation observation, Set<AllowedDifference> relaxed) {
        if (observation instanceof Observation.Reply reply) {
            return reply(reply, relaxed);
        }
        if (observation instanceof Observation.Event event) {
            return event(event.frame());
        }
        if (observation instanceof Observation.Connected connected) {
            return connected(connected.reply());
        }
        Observation.Note note = (Observation.Note) observation;
        return note.what() + (note.detail().isEmpty() ? "" : " " + note.detail());
    }

    private String reply(Observation.Reply reply, Set<AllowedDifference> relaxed) {
        ReplyFrame frame = reply.frame();
        ReplyRecord record = ReplyRecord.read(reply.opcode(), frame.err(), frame.body());
        boolean exact = ZxidRanks.isTransaction(reply, record);
        StringBuilder text = new StringBuilder();
        text.append("reply ").append(Opcode.name(reply.opcode()));
        text.append(" xid=").append(frame.xid()).append(" err=").append(frame.err());
        if (reply.opcode() != Opcode.PING || !relaxed.contains(AllowedDifference.PING_OVERTAKES)) {
            text.append(" zxid=").append(exact ? zxids.exact(frame.zxid()) : "<=" + zxids.floor(frame.zxid()));
        }
        record.items().forEach(item -> text.append(' ').append(item(item, relaxed)));
        return text.toString();
    }

    private String event(ReplyFrame frame) {
        try {
            JuteReader in = new JuteReader(frame.body());
            WireEvent event = WireEvent.read(in);
            return "event " + WireEvent.typeName(event.type()) + " state=" + event.state() + " path="
                    + path(event.path()) + " err=" + frame.err() + " zxid=" + zxids.floor(frame.zxid())
                    + (in.remaining() > 0 ? " more" : "");
        } catch (MalformedRecordException e) {
            return "event malformed " + HexFormat.of().formatHex(frame.body());
        }
    }

    private String connected(@Nullable ConnectReply reply) {
        if (reply == null) {
            return "handshake closed";
        }
        byte[] password = reply.password();
        boolean zeros = password != null && HexFormat.of().formatHex(password).matches("0*");
        return "handshake version=" + reply.protocolVersion() + " timeoutMs=" + reply.timeoutMs() + " session="
                + session(reply.sessionId()) + " password="
                + (password == null ? "null" : password.length + (zeros ? " zeros" : " bytes")) + " readOnly="
                + reply.readOnly();
    }

    private String item(Item item, Set<AllowedDifference> relaxed) {
        String value = switch (item.kind()) {
            case PATH -> path((String) item.value());
            case NAMES -> names(item.value(), relaxed.contains(AllowedDifference.CHILDREN_ORDER));
            case ACL -> acl(item.value(), relaxed.contains(AllowedDifference.IDENTITY_ORDER));
            case IDENTITIES -> identities(item.value(), relaxed.contains(AllowedDifference.IDENTITY_ORDER));
            case PLAIN -> plain(item.value());
        };
        return item.name() + "=" + value;
    }

    private String plain(@Nullable Object value) {
        if (value instanceof WireStat stat) {
            return stat(stat);
        }
        if (value instanceof byte[] bytes) {
            return bytes.length > BYTES_SHOWN
                    ? bytes.length + " bytes of hash " + Arrays.hashCode(bytes)
                    : "0x" + HexFormat.of().formatHex(bytes);
        }
        return String.valueOf(value);
    }

    private String names(@Nullable Object value, boolean sorted) {
        if (!(value instanceof List<?> list)) {
            return "null";
        }
        boolean root = list.contains("zookeeper"); // the root has the trees of other scripts too
        List<String> names = new ArrayList<>();
        for (Object name : list) {
            String text = path((String) name);
            if (!root || text.equals("zookeeper") || prefix().startsWith("/" + text + "/")) {
                names.add(root && !text.equals("zookeeper") ? ScriptEnvironment.TREE : text);
            }
        }
        if (sorted || root) {
            Collections.sort(names);
        }
        return names.toString();
    }

    private static String identities(@Nullable Object value, boolean sorted) {
        if (!(value instanceof List<?> list)) {
            return "null";
        }
        Stream<String> texts = list.stream().map(String::valueOf);
        return (sorted ? texts.sorted() : texts).toList().toString();
    }

    /** What one entry was expanded in stands together and has the same permissions. */
    private static String acl(@Nullable Object value, boolean sorted) {
        if (!(value instanceof List<?> list)) {
            return "null";
        }
        List<WireAcl> entries =
                new ArrayList<>(list.stream().map(WireAcl.class::cast).toList());
        int from = 0;
        for (int to = 1; to <= entries.size() && sorted; to++) {
            if (to == entries.size()
                    || entries.get(to).perms() != entries.get(from).perms()) {
                entries.subList(from, to).sort(Comparator.comparing(WireAcl::toString));
                from = to;
            }
        }
        return entries.toString();
    }

    private String stat(WireStat stat) {
        boolean sharedRoot = stat.czxid() == 0 && stat.pzxid() != 0;
        return "{czxid=" + zxids.exact(stat.czxid()) + " mzxid=" + zxids.exact(stat.mzxid()) + " pzxid="
                + (sharedRoot ? "*" : zxids.exact(stat.pzxid())) + " " + times(stat) + " version=" + stat.version()
                + " cversion=" + (sharedRoot ? "*" : stat.cversion()) + " aversion=" + stat.aversion() + " owner="
                + session(stat.ephemeralOwner()) + " dataLength=" + stat.dataLength() + " numChildren="
                + (sharedRoot ? "*" : stat.numChildren()) + "}";
    }

    private String times(WireStat stat) {
        String relation = switch (Long.compare(stat.mtimeMs(), stat.ctimeMs())) {
            case 0 -> stat.czxid() == stat.mzxid() ? "=" : ">=";
            case 1 -> stat.czxid() == stat.mzxid() ? ">" : ">=";
            default -> "<";
        };
        return "mtime" + relation + "ctime" + age(stat.ctimeMs()) + age(stat.mtimeMs());
    }

    private String age(long timeMs) {
        if (timeMs == 0) {
            return "=0";
        }
        return Math.abs(timeMs - transcript.startMs()) < RUN_MS_MAX ? "=now" : "=wrong";
    }

    private String session(long sessionId) {
        return sessionId == 0 ? "0" : transcript.sessions().getOrDefault(sessionId, "0x" + Long.toHexString(sessionId));
    }

    private String path(@Nullable String path) {
        if (path == null) {
            return "null";
        }
        return path.startsWith(prefix()) ? ScriptEnvironment.TREE + path.substring(prefix().length()) : path;
    }

    private String prefix() {
        return transcript.environment().prefix();
    }
}
