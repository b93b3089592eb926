package io.ensemble.chaos.chaos.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a history. Which fields are there depends on what the line says.
 *
 * @param at nanoseconds by the program's monotonic clock, since the run began
 * @param phase beginning or end of a call, or something that is no call
 * @param process the client that it belongs to; -1 for what belongs to none
 * @param call number of the call, the same at its beginning and its end
 * @param kind what was called
 * @param path of the znode
 * @param value data written or read
 * @param expected version that a compare-and-set asks for
 * @param version of the znode as answered
 * @param mzxid of the znode as answered
 * @param zxid of the reply's header, or of the event
 * @param session id of the session as the client knew it
 * @param member number of the member that the client was connected to, where it was
 * @param children names as answered
 * @param note error code, type of an event, or a fault in words
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Line(
        long at,
        Phase phase,
        int process,
        @Nullable Long call,
        @Nullable Kind kind,
        @Nullable String path,
        @Nullable String value,
        @Nullable Integer expected,
        @Nullable Integer version,
        @Nullable Long mzxid,
        @Nullable Long zxid,
        @Nullable Long session,
        @Nullable Integer member,
        @Nullable List<String> children,
        @Nullable String note) {

    /** What a line says. */
    public enum Phase {
        /** A call begins. */
        INVOKE,
        /** It had its effect, and this is the answer. */
        OK,
        /** It had no effect, for sure. */
        FAIL,
        /** Whether it had its effect is not known. */
        INFO,
        /** A watch event. */
        EVENT,
        /** The client's connection or session changed. */
        STATE,
        /** Something was done to a member. */
        FAULT,
        /** A znode at the end of the run, as this member has it. */
        FINAL
    }

    /** What was called. */
    public enum Kind {
        /** setData at any version. */
        SET,
        /** setData at one version. */
        CAS,
        /** getData, locally. */
        READ,
        /** getData right behind a sync on the same connection; begins where the sync began. */
        SYNCED_READ,
        /** create, persistent and sequential. */
        CREATE_SEQUENTIAL,
        /** create, ephemeral. */
        CREATE_EPHEMERAL,
        /** getChildren, locally. */
        LIST,
        /** getData that leaves a one-shot watch. */
        WATCH,
        /** addWatch, persistent. */
        WATCH_ALL,
        /** The session is closed. */
        CLOSE,
        /** multi of setData; the value has all of them, as {@link Batch} writes them. */
        MULTI,
        /** multiRead of getData; the answered value has all of them. */
        MULTI_READ,
        /** create of an item of a queue, persistent and sequential. */
        ENQUEUE,
        /** delete of an item of a queue. */
        TAKE,
        /** create of a place in the queue for a lock, ephemeral and sequential. */
        PLACE,
        /** delete of such a place. */
        LEAVE,
        /** getChildren of a queue or a lock, locally. */
        LOOK,
        /** setACL by the one who has all rights; the value is {@code open} or {@code closed} to all others. */
        SET_ACL,
        /** setData by one who has rights only while the znode is open. */
        TRY_WRITE,
        /** getData, locally, by one who has rights only while the znode is open. */
        TRY_READ,
        /** create of a child of a tree, persistent. */
        CREATE,
        /** delete of such a child, at any version. */
        DELETE,
        /** getChildren of a tree, locally. */
        CHILDREN,
        /** getChildren that leaves a one-shot watch; the answered value is the pzxid. */
        WATCH_CHILDREN,
        /** exists that leaves a one-shot watch; the answered value is the mzxid, or empty where there is no such znode. */
        WATCH_EXISTENCE,
        /** addWatch, persistent and recursive. */
        WATCH_TREE
    }
}
