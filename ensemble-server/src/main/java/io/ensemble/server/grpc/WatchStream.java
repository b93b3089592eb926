package io.ensemble.server.grpc;

import io.ensemble.protocol.grpc.v1.Reason;
import io.ensemble.protocol.grpc.v1.WatchEvent;
import io.ensemble.protocol.grpc.v1.WatchEvent.Kind;
import io.ensemble.server.lane.ChangeStreams;
import io.ensemble.state.State;
import io.ensemble.state.acl.AccessRules;
import io.ensemble.state.acl.AclList;
import io.ensemble.state.acl.Perms;
import io.ensemble.state.apply.Applied;
import io.ensemble.state.apply.Change;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One watch. It is either live, and told of each change as its lane comes to it, or behind: then it takes what there is
 * room for out of the ring, until it has caught up. It may fall behind between any two changes, also of one transaction:
 * so neither a client that reads slowly nor a large transaction costs memory, and nothing is lost that the ring still has.
 * Confined to the lane.
 */
final class WatchStream implements ChangeStreams.Stream {
    private final SessionStream session;
    private final WatchAsked asked;
    private @Nullable Listing listing;
    private long listedMs;
    private boolean behind = true;
    private boolean ended;
    /** No change up to this zxid is missing. */
    private long covered;
    /** The zxid whose changes are being told. */
    private long telling;
    /** Which of them is the next one. */
    private int next;

    WatchStream(SessionStream session, WatchAsked asked) {
        this.session = session;
        this.asked = asked;
        this.covered = asked.fromZxid();
    }

    /** From now on it is told; with what was before, as far as there is room. */
    void begin(State at) {
        if (asked.listing()) {
            listedMs = session.nowMs();
            listing = new Listing(at, path(), scope(), this::mayRead);
            covered = at.zxid();
        } else if (asked.fromNow()) {
            covered = at.zxid();
            session.send(event(Kind.BOOKMARK, covered));
        }
        catchUp(at);
    }

    boolean isBehind() {
        return behind && !ended;
    }

    /** Whether changes are to be told to it as they come. */
    boolean isLive() {
        return !behind && !ended;
    }

    /** Up to which zxid it has been told all; of changes behind a listing nothing is expected before it is whole. */
    long toldUpTo() {
        return listing == null ? covered : Long.MAX_VALUE;
    }

    /** When its listing began; Long.MAX_VALUE where none is under way. */
    long listedMs() {
        return listing == null ? Long.MAX_VALUE : listedMs;
    }

    /** Ends it where it cannot go on: the client lists anew. */
    void tooOld(State at) {
        session.send(event(Kind.ENDED, at.ring().trimmedZxid()).setFailure(Failures.of(Reason.TOO_OLD, path())));
        session.ended(this);
    }

    /** Nothing comes any more. */
    void end() {
        ended = true;
        listing = null;
    }

    /** Takes what is missing out of the ring, as far as there is room, and as the client has its share of the lane's time. */
    void catchUp(State at) {
        while (!ended && behind && session.hasRoom()) {
            if (listing != null) {
                list(listing);
            } else if (covered >= at.zxid()) {
                behind = false;
            } else {
                fromRing(at);
            }
        }
    }

    private void list(Listing from) {
        Listing.Entry entry = from.next();
        session.worked(Work.EVENT + (entry == null ? 0 : asked.filter().steps(entry.path())));
        if (entry == null) {
            listing = null;
            session.send(event(Kind.LISTED, covered));
        } else if (asked.filter().wantsName(entry.path())
                && mayRead(entry.znode().acl())) {
            WatchEvent.Builder event = event(Kind.EXISTING, covered)
                    .setPath(entry.path())
                    .setStat(Values.stat(entry.znode().stat()));
            byte[] data = entry.znode().data();
            if (asked.withData() && data != null) {
                event.setData(Values.bytes(data));
            }
            session.send(event);
        }
    }

    /** One transaction, or the rest of it, or a part of that. */
    private void fromRing(State at) {
        session.worked(Work.SEARCH);
        List<Change> changes = at.changesAfter(covered, 1);
        if (changes == null) {
            tooOld(at);
            return;
        }
        if (changes.isEmpty()) {
            covered = at.zxid();
            return;
        }
        long zxid = changes.get(0).zxid();
        int first = zxid == telling ? next : 0;
        telling = zxid;
        for (next = first; next < changes.size(); next++) {
            if (!session.hasRoom()) {
                return;
            }
            Change change = changes.get(next);
            session.worked(1);
            if (scope().covers(path(), change.path()) && isTold(change)) {
                send(change, next, null, at);
            }
        }
        covered = zxid;
    }

    private boolean isTold(Change change) {
        session.worked(Work.LOOK + asked.filter().steps(change.path()));
        return asked.filter().wants(change) && mayRead(change.acl()) && mayKnowName(change);
    }

    /** Who names a znode knows its name; the names below a znode are for those who may read that one. */
    private boolean mayKnowName(Change change) {
        return change.path().equals(path()) || mayRead(change.parentAcl());
    }

    @Override
    public void changed(Change change, int index, Applied entry) {
        if (behind || ended || change.zxid() <= covered) {
            return;
        }
        if (!session.hasRoom()) {
            behind = true;
            session.lags(this);
            return;
        }
        if (!isTold(change)) {
            return;
        }
        if (change.zxid() != telling) {
            covered = Math.max(covered, telling);
            telling = change.zxid();
        }
        next = index + 1;
        send(change, index, entry.before(), entry.after());
    }

    /** While nothing happens here, the client is told how far it has come. */
    void bookmark(long zxid) {
        if (!behind && !ended && Math.max(covered, telling) < zxid) {
            covered = zxid;
            session.send(event(Kind.BOOKMARK, zxid));
        }
    }

    private void send(Change change, int index, @Nullable State before, State after) {
        session.worked(Work.EVENT);
        DataRights rights = new DataRights(session.identities(), session::worked);
        WatchEvent.Builder event = event(kind(change), change.zxid())
                .setPath(change.path())
                .setStat(Values.stat(change.stat()))
                .setSessionId(change.sessionId());
        if (asked.withData() && change.data() != null && rights.mayReadData(change, index, after)) {
            event.setData(Values.bytes(change.data()));
        }
        if (asked.withPreviousData() && change.previousData() != null && rights.mayReadPreviousData(change, before)) {
            event.setPreviousData(Values.bytes(change.previousData()));
        }
        session.send(event);
    }

    static Kind kind(Change change) {
        return switch (change.type()) {
            case CREATED -> Kind.CREATED;
            case DELETED -> Kind.DELETED;
            case DATA_CHANGED -> Kind.DATA_CHANGED;
        };
    }

    private WatchEvent.Builder event(Kind kind, long zxid) {
        return WatchEvent.newBuilder().setId(asked.id()).setKind(kind).setZxid(zxid);
    }

    long id() {
        return asked.id();
    }

    @Override
    public String path() {
        return asked.path();
    }

    @Override
    public ChangeStreams.Scope scope() {
        return asked.scope();
    }

    private boolean mayRead(AclList acl) {
        return AccessRules.allows(acl, Perms.READ, session.identities());
    }
}
