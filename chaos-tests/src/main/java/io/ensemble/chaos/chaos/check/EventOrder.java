package io.ensemble.chaos.chaos.check;

/**
 * What holds for every event of one session, whatever it is of: they come in the order of their zxids, and each before any
 * reply that shows its change. Confined to its checker.
 */
final class EventOrder {
    private final String session;
    private final Findings findings;
    private long lastEventZxid = -1;
    private long lastReplyZxid = -1;

    EventOrder(long session, Findings findings) {
        this.session = "0x" + Long.toHexString(session);
        this.findings = findings;
    }

    /** The session's id, as it is told. */
    String session() {
        return session;
    }

    void event(String type, String path, long zxid) {
        findings.require(
                zxid >= lastEventZxid, "session {}: event of zxid {} behind that of {}", session, zxid, lastEventZxid);
        findings.require(
                zxid > lastReplyZxid,
                "session {}: {} of {} at zxid {} came behind a reply of zxid {}",
                session,
                type,
                path,
                zxid,
                lastReplyZxid);
        lastEventZxid = Math.max(lastEventZxid, zxid);
    }

    void reply(long zxid) {
        lastReplyZxid = Math.max(lastReplyZxid, zxid);
    }
}
