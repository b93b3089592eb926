package io.ensemble.server.zookeeper;

import io.ensemble.protocol.zookeeper.OpCodes;
import java.util.Map;

/** What one connection did, as ZooKeeper's {@code cons} shows it. Confined to the connection's lane. */
public final class ConnectionStats {
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(OpCodes.CREATE, "CREA"),
            Map.entry(OpCodes.CREATE_2, "CREA"),
            Map.entry(OpCodes.CREATE_CONTAINER, "CREA"),
            Map.entry(OpCodes.CREATE_TTL, "CREA"),
            Map.entry(OpCodes.DELETE, "DELE"),
            Map.entry(OpCodes.DELETE_CONTAINER, "DELE"),
            Map.entry(OpCodes.EXISTS, "EXIS"),
            Map.entry(OpCodes.GET_DATA, "GETD"),
            Map.entry(OpCodes.SET_DATA, "SETD"),
            Map.entry(OpCodes.GET_ACL, "GETA"),
            Map.entry(OpCodes.SET_ACL, "SETA"),
            Map.entry(OpCodes.GET_CHILDREN, "GETC"),
            Map.entry(OpCodes.GET_CHILDREN_2, "GETC"),
            Map.entry(OpCodes.SYNC, "SYNC"),
            Map.entry(OpCodes.PING, "PING"),
            Map.entry(OpCodes.MULTI, "MULT"),
            Map.entry(OpCodes.MULTI_READ, "MLTR"),
            Map.entry(OpCodes.RECONFIG, "RECO"),
            Map.entry(OpCodes.CHECK_WATCHES, "CHKW"),
            Map.entry(OpCodes.REMOVE_WATCHES, "REMW"),
            Map.entry(OpCodes.SET_WATCHES, "SETW"),
            Map.entry(OpCodes.SET_WATCHES_2, "STW2"),
            Map.entry(OpCodes.ADD_WATCH, "ADDW"),
            Map.entry(OpCodes.GET_EPHEMERALS, "GETE"),
            Map.entry(OpCodes.GET_ALL_CHILDREN_NUMBER, "GETACN"),
            Map.entry(OpCodes.WHO_AM_I, "HOMI"),
            Map.entry(OpCodes.CREATE_SESSION, "SESS"),
            Map.entry(OpCodes.CLOSE_SESSION, "CLOS"));

    private final long establishedMs;
    private long received;
    private long sent;
    private String lastOperation = "NA";
    private long lastXid = -1;
    private long lastZxid = -1;
    private long lastReplyMs;
    private long lastLatencyMs;
    private long latencyMsMin = Long.MAX_VALUE;
    private long latencyMsMax;
    private long latencyMsSum;
    private long count;

    /** @param establishedMs by the wall clock */
    ConnectionStats(long establishedMs) {
        this.establishedMs = establishedMs;
    }

    void packetReceived() {
        received++;
    }

    void packetSent() {
        sent++;
    }

    void answered(int opCode, int xid, long zxid, long nowMs, long tookMs) {
        if (xid >= 0) {
            lastXid = xid;
        }
        lastZxid = zxid;
        lastOperation = NAMES.getOrDefault(opCode, "NA");
        lastReplyMs = nowMs;
        lastLatencyMs = tookMs;
        latencyMsMin = Math.min(latencyMsMin, tookMs);
        latencyMsMax = Math.max(latencyMsMax, tookMs);
        latencyMsSum += tookMs;
        count++;
    }

    /** Forgets all but when the connection was made. */
    void reset() {
        received = 0;
        sent = 0;
        lastOperation = "NA";
        lastXid = -1;
        lastZxid = -1;
        lastReplyMs = 0;
        lastLatencyMs = 0;
        latencyMsMin = Long.MAX_VALUE;
        latencyMsMax = 0;
        latencyMsSum = 0;
        count = 0;
    }

    /**
     * One line, as ZooKeeper words it.
     *
     * @param sessionId 0 while there is none: then there is no more to say than with {@code brief}
     */
    String line(String address, boolean reading, long queued, long sessionId, int timeoutMs, boolean brief) {
        StringBuilder line = new StringBuilder(" /").append(address);
        line.append('[').append(reading ? 1 : 0).append("](queued=").append(queued);
        line.append(",recved=").append(received).append(",sent=").append(sent);
        if (!brief && sessionId != 0) {
            line.append(",sid=0x").append(Long.toHexString(sessionId));
            line.append(",lop=").append(lastOperation).append(",est=").append(establishedMs);
            line.append(",to=").append(timeoutMs);
            if (lastXid >= 0) {
                line.append(",lcxid=0x").append(Long.toHexString(lastXid));
            }
            line.append(",lzxid=0x")
                    .append(Long.toHexString(lastZxid))
                    .append(",lresp=")
                    .append(lastReplyMs);
            line.append(",llat=").append(lastLatencyMs);
            line.append(",minlat=").append(count == 0 ? 0 : latencyMsMin);
            line.append(",avglat=").append(count == 0 ? 0 : latencyMsSum / count);
            line.append(",maxlat=").append(latencyMsMax);
        }
        return line.append(')').toString();
    }
}
