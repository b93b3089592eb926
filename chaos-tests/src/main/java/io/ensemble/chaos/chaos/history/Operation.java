package io.ensemble.chaos.chaos.history;

import io.ensemble.chaos.chaos.history.Line.Kind;
import io.ensemble.chaos.chaos.history.Line.Phase;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One call with its beginning and its end.
 *
 * @param outcome OK, FAIL or INFO; INFO too where no end was recorded
 * @param path as asked for
 * @param value written, or read
 * @param expected version that a compare-and-set asked for, else -1
 * @param beganAt where in time it began
 * @param endedAt where in time it ended; Long.MAX_VALUE where its effect may still come
 * @param endedAtLine position of its end in the history; orders what one client saw
 * @param answeredPath final path of a sequential create
 * @param version as answered, else -1
 * @param mzxid as answered, else -1
 * @param zxid of the reply, else -1
 * @param session as the client knew it at the end, 0 where it knew none
 */
public record Operation(
        long call,
        int process,
        Kind kind,
        Phase outcome,
        @Nullable String path,
        @Nullable String value,
        int expected,
        long beganAt,
        long endedAt,
        int endedAtLine,
        @Nullable String answeredPath,
        int version,
        long mzxid,
        long zxid,
        long session,
        @Nullable List<String> children,
        @Nullable String error) {

    public boolean isOk() {
        return outcome == Phase.OK;
    }

    /** Whether it can change anything. */
    public boolean isWrite() {
        return switch (kind) {
            case SET,
                    CAS,
                    CREATE_SEQUENTIAL,
                    CREATE_EPHEMERAL,
                    CLOSE,
                    MULTI,
                    ENQUEUE,
                    TAKE,
                    PLACE,
                    LEAVE,
                    SET_ACL,
                    TRY_WRITE,
                    CREATE,
                    DELETE -> true;
            case READ,
                    SYNCED_READ,
                    LIST,
                    WATCH,
                    WATCH_ALL,
                    MULTI_READ,
                    LOOK,
                    TRY_READ,
                    CHILDREN,
                    WATCH_CHILDREN,
                    WATCH_EXISTENCE,
                    WATCH_TREE -> false;
        };
    }

    /** The path, where the kind has one. */
    public String at() {
        return path == null ? "" : path;
    }

    /** The same call with its end. */
    Operation ended(Line end, int endLine) {
        return new Operation(
                call,
                process,
                kind,
                end.phase(),
                path,
                value == null ? end.value() : value,
                expected,
                beganAt,
                end.phase() == Phase.INFO ? Long.MAX_VALUE : end.at(),
                endLine,
                end.path(),
                Objects.requireNonNullElse(end.version(), -1),
                Objects.requireNonNullElse(end.mzxid(), -1L),
                Objects.requireNonNullElse(end.zxid(), -1L),
                Objects.requireNonNullElse(end.session(), 0L),
                end.children(),
                end.note());
    }

    /** The same call, as if no answer had come. */
    public Operation withUnknownOutcome() {
        return new Operation(
                call,
                process,
                kind,
                Phase.INFO,
                path,
                value,
                expected,
                beganAt,
                Long.MAX_VALUE,
                Integer.MAX_VALUE,
                null,
                -1,
                -1,
                -1,
                session,
                null,
                null);
    }

    /** In a few words, for people. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append('#')
                .append(call)
                .append(" process ")
                .append(process)
                .append(' ')
                .append(kind);
        text.append(' ').append(at());
        if (expected >= 0) {
            text.append(" expecting version ").append(expected);
        }
        text.append(" -> ").append(outcome);
        if (error != null) {
            text.append(' ').append(error);
        }
        text.append(" value ").append(value).append(" version ").append(version);
        text.append(" mzxid ").append(mzxid).append(" zxid ").append(zxid);
        text.append(" [").append(beganAt / 1_000).append("..");
        text.append(endedAt == Long.MAX_VALUE ? "" : endedAt / 1_000).append("] us");
        return text.toString();
    }
}
