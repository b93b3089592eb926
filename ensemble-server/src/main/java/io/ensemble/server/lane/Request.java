package io.ensemble.server.lane;

import io.ensemble.state.State;
import io.ensemble.state.apply.Outcome;
import io.ensemble.state.command.Op;

/**
 * One request of a session, in its order. The front end makes it; the lane calls exactly one of its methods, exactly
 * once, unless the connection closes first. Confined to the lane.
 */
public abstract sealed class Request {

    /** A write: goes through the log. */
    public abstract static non-sealed class Write extends Request {
        private final Op op;
        private final long number;
        private final long lowestUnanswered;

        /** A write of a session that does not number its requests. */
        protected Write(Op op) {
            this(op, 0, 0);
        }

        /**
         * A numbered write: done once, however often it comes.
         *
         * @param number from 1 on, within the session
         * @param lowestUnanswered outcomes below it need not be kept any longer
         */
        protected Write(Op op, long number, long lowestUnanswered) {
            this.op = op;
            this.number = number;
            this.lowestUnanswered = lowestUnanswered;
        }

        final long number() {
            return number;
        }

        final long lowestUnanswered() {
            return lowestUnanswered;
        }

        public final Op op() {
            return op;
        }

        /**
         * It was applied.
         *
         * @param zxid the zxid of the state right behind it, for the reply
         */
        protected abstract void done(Outcome outcome, long zxid);
    }

    /** A read: runs at one version of the state, behind the session's writes before it. */
    public abstract static non-sealed class Read extends Request {
        /** Reads, writes its reply, and arms its watches. */
        protected abstract void run(State at);
    }

    /** A barrier: done once everything that was acknowledged anywhere before it arrived is applied here. */
    public abstract static non-sealed class Barrier extends Request {
        private boolean reached;

        /** Its place in the log was reached while a read before it still waits for its version. */
        final void reachedBehindRead() {
            reached = true;
        }

        final boolean isReached() {
            return reached;
        }

        protected abstract void done(long zxid);
    }
}
