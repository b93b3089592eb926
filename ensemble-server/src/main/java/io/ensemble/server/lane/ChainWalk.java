package io.ensemble.server.lane;

import io.ensemble.server.lane.ClientOutput.Ending;
import io.ensemble.server.member.MemberGuard;
import io.ensemble.server.proposer.KeptAlive;
import io.ensemble.server.proposer.LocalBatch;
import io.ensemble.server.proposer.Submission;
import io.ensemble.server.replica.Link;
import io.ensemble.state.apply.Applied;
import io.ensemble.state.apply.Applied.CommandResult;
import io.ensemble.state.apply.Applied.PartResult;
import io.ensemble.state.apply.Applied.Status;
import io.ensemble.state.apply.Change;
import io.ensemble.state.apply.Outcome;
import io.ensemble.state.command.Part;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Goes through an applied entry for one lane, command by command: reads that stand before the command, at the version
 * frozen there; its events; its answer. Confined to the lane.
 */
final class ChainWalk {
    private final Lane lane;
    private final boolean eventsFirst;
    private final boolean closeMoved;
    private long attemptSentNanos;

    ChainWalk(Lane lane) {
        this.lane = lane;
        this.eventsFirst = lane.guards().contains(MemberGuard.EVENTS_BEFORE_ANSWER);
        this.closeMoved = lane.guards().contains(MemberGuard.CLOSE_MOVED);
    }

    /** When the attempt that is being walked was sent. */
    long attemptSentNanos() {
        return attemptSentNanos;
    }

    void walk(Link link) {
        Applied applied = Objects.requireNonNull(link.applied());
        long zxid = applied.before().zxid();
        for (int i = 0; i < applied.parts().size(); i++) {
            PartResult part = applied.parts().get(i);
            LocalBatch local = link.local(i);
            if (local != null) {
                zxid = walkLocal(applied, link, part, local, zxid);
            } else if (part.status() == Status.APPLIED) {
                zxid = walkForeign(applied, part, zxid);
            }
        }
    }

    private long walkForeign(Applied entry, PartResult part, long zxidBefore) {
        long zxid = zxidBefore;
        for (CommandResult result : part.commands()) {
            fire(entry, result);
            closeEnded(result.outcome());
            zxid = result.zxid();
        }
        if (part.part() instanceof Part.ExpireSession expired) {
            end(expired.sessionId(), Long.MAX_VALUE, Ending.SESSION_OVER, "the session expired");
        }
        return zxid;
    }

    private long walkLocal(Applied entry, Link link, PartResult part, LocalBatch local, long zxidBefore) {
        Part.Batch batch = (Part.Batch) part.part();
        boolean applied = lane.guards().contains(MemberGuard.CONFIRMED_BY_APPLIED_ATTEMPT);
        LocalBatch.Attempt attempt = local.attempt(applied ? batch.attempt() : local.attemptCount());
        attemptSentNanos =
                lane.guards().contains(MemberGuard.CONFIRMED_AS_OF_SENDING) ? attempt.sentNanos() : lane.nanoTime();
        for (KeptAlive session : attempt.keepAlives()) {
            if (session.laneNumber() == lane.number()) {
                session.confirmed(attemptSentNanos);
            }
        }
        long zxid = zxidBefore;
        int position = 0;
        boolean answered = false;
        for (Submission item : local.items()) {
            answered |= item.lane() == lane.number();
            if (item.isBarrier()) {
                if (item.lane() == lane.number()) {
                    item.reached(null, zxid);
                }
                continue;
            }
            CommandResult result = part.commands().get(position++);
            zxid = result.zxid();
            step(entry, item, result);
        }
        if (answered) {
            lane.answered(link.appliedNanos());
        }
        return zxid;
    }

    private void step(Applied entry, Submission item, CommandResult result) {
        boolean mine = item.lane() == lane.number();
        if (mine && result.frozenBefore() != null && lane.guards().contains(MemberGuard.FROZEN_READ)) {
            lane.probe().rare("frozen read");
            lane.version(result.frozenBefore());
            item.frozen();
        }
        if (eventsFirst) {
            fire(entry, result);
        }
        closeEnded(result.outcome());
        if (mine) {
            item.reached(result, result.zxid());
        }
        if (!eventsFirst) {
            fire(entry, result);
        }
    }

    private void fire(Applied entry, CommandResult result) {
        List<Change> changes = result.changes();
        for (int i = 0; i < changes.size(); i++) {
            lane.watches().fire(changes.get(i));
            lane.changes().fire(changes.get(i), i, entry);
        }
    }

    /** A session that was attached anew anywhere has left the connection that it had here. */
    private void closeEnded(Outcome outcome) {
        if (outcome instanceof Outcome.SessionAttached attached && closeMoved) {
            end(attached.sessionId(), attached.attachment(), Ending.SESSION_MOVED, "the session has moved");
        }
    }

    private void end(long sessionId, long attachment, Ending ending, String why) {
        @Nullable LaneSession session = lane.session(sessionId);
        if (session != null && session.attachment() < attachment) {
            lane.probe().rare("connection closed: " + why);
            session.close(ending, why, false);
        }
    }
}
