package io.ensemble.server.consensus.transport;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.ratis.util.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * The requests to one follower that have no answer yet, within a bound of number, entries and bytes. Until the follower has answered
 * well once, only one that carries entries is let out: what it has is a guess until then. Confined to the appender.
 */
final class AppendWindow {
    private final int requestsMax;
    private final int entriesMax;
    private final long bytesMax;
    private final Map<Long, Sent> sent = new LinkedHashMap<>();
    private int data;
    private long entries;
    private long bytes;
    private boolean proved;

    /**
     * A request without an answer.
     *
     * @param firstIndex of its entries, or -1 for a heartbeat
     * @param entries how many
     * @param checked whether it names the entry before, so that the follower checks whether it has that
     */
    record Sent(long callId, long firstIndex, int entries, boolean checked, int bytes, Timestamp at) {
        boolean carriesEntries() {
            return firstIndex >= 0;
        }
    }

    AppendWindow(int requestsMax, int entriesMax, long bytesMax) {
        this.requestsMax = requestsMax;
        this.entriesMax = entriesMax;
        this.bytesMax = bytesMax;
    }

    /** Whether one more request with entries may go out. */
    boolean isOpen() {
        return data == 0 || (proved && data < requestsMax && entries < entriesMax && bytes < bytesMax);
    }

    boolean carriesEntries() {
        return data > 0;
    }

    /** Entries without an answer. */
    long entries() {
        return entries;
    }

    /** The bytes of the requests that carry them. */
    long bytes() {
        return bytes;
    }

    void add(Sent request) {
        sent.put(request.callId(), request);
        if (request.carriesEntries()) {
            data++;
            entries += request.entries();
            bytes += request.bytes();
        } else if (sent.size() - data > requestsMax) {
            // Heartbeats to a member that does not answer: the connection ends before many gather, but be sure.
            forgetOldestHeartbeat();
        }
    }

    private void forgetOldestHeartbeat() {
        sent.values().stream()
                .filter(each -> !each.carriesEntries())
                .findFirst()
                .ifPresent(each -> answered(each.callId()));
    }

    /** The request that is answered, or null for one that was given up before. */
    @Nullable
    Sent answered(long callId) {
        Sent request = sent.remove(callId);
        if (request != null && request.carriesEntries()) {
            data--;
            entries -= request.entries();
            bytes -= request.bytes();
        }
        return request;
    }

    /** The follower has what the leader believes. */
    void prove() {
        proved = true;
    }

    /** Whether a request with entries has waited for its answer longer than this. */
    boolean isOverdue(long ms) {
        for (Sent each : sent.values()) {
            if (each.carriesEntries()) {
                return each.at().elapsedTimeMs() > ms;
            }
        }
        return false;
    }

    /** Gives all up; returns the lowest index among their entries, or -1 where they carried none. */
    long giveUp() {
        long first = sent.values().stream()
                .filter(Sent::carriesEntries)
                .mapToLong(Sent::firstIndex)
                .min()
                .orElse(-1);
        sent.clear();
        data = 0;
        entries = 0;
        bytes = 0;
        proved = false;
        return first;
    }
}
