package io.ensemble.chaos.sim.check;

import io.ensemble.chaos.sim.time.SimHost;
import io.ensemble.chaos.sim.time.SimScheduler;
import io.ensemble.state.State;
import io.ensemble.state.apply.Applied.CommandResult;
import io.ensemble.state.apply.Outcome;
import io.ensemble.state.command.Command;
import io.ensemble.state.command.Op;
import io.ensemble.state.command.Part;
import io.ensemble.state.session.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The life of every session as the log has it, held against what its client sent and was told: the rules of attachment and
 * expiry. Single-threaded.
 */
public final class Sessions {
    private final SimScheduler scheduler;
    private final boolean nothingExpires;
    private final BiConsumer<String, Integer> rare;
    private final Map<Long, Life> lives = new HashMap<>();

    /** @param nothingExpires whether no session may expire in this scenario */
    public Sessions(SimScheduler scheduler, boolean nothingExpires, BiConsumer<String, Integer> rare) {
        this.scheduler = scheduler;
        this.nothingExpires = nothingExpires;
        this.rare = rare;
    }

    /** An operation that was applied. */
    record Done(String op, String outcome, long zxid, boolean advanced) {}

    /** The time of a session at one connection. */
    static final class Attachment {
        final List<Done> done = new ArrayList<>();

        @Nullable
        ConnectionCheck connection;
    }

    /** A session's life. */
    static final class Life {
        final long id;
        final Map<Long, Attachment> attachments = new HashMap<>();
        final Map<Long, String> numbered = new HashMap<>();
        long attachment;
        long timeout;
        boolean ended;
        long expiredAt = -1;
        long toldAt = -1;

        Life(long id) {
            this.id = id;
        }

        Attachment attachment(long number) {
            return Objects.requireNonNull(attachments.get(number), "no such attachment");
        }
    }

    /** Whether the session is over, for whatever reason. */
    public boolean isOver(long id) {
        Life life = lives.get(id);
        return life != null && life.ended;
    }

    Life life(long id) {
        Life life = lives.get(id);
        if (life == null) {
            throw new Violation("a client was given " + Show.session(id) + ", which the log does not have");
        }
        return life;
    }

    void command(int member, Command command, State before, CommandResult result) {
        Outcome outcome = result.outcome();
        if (outcome instanceof Outcome.Refused refused) {
            rare.accept("log: " + command.getClass().getSimpleName() + " refused " + refused.reason(), 1);
        } else if (command instanceof Command.OpenSession && outcome instanceof Outcome.SessionOpened opened) {
            Life life = new Life(opened.sessionId());
            Violation.unless(lives.put(life.id, life) == null, () -> Show.session(life.id) + " was opened twice");
            attached(life, opened.attachment(), opened.timeoutMs());
        } else if (command instanceof Command.AttachSession attach && outcome instanceof Outcome.SessionAttached now) {
            checkAttach(attach, before);
            attached(life(now.sessionId()), now.attachment(), now.timeoutMs());
            rare.accept("session attached anew", 1);
        } else if (command instanceof Command.SessionOp op) {
            operation(op, before, result);
        }
    }

    private void attached(Life life, long attachment, int timeoutMs) {
        Violation.unless(
                attachment == life.attachment + 1,
                () -> Show.session(life.id) + " has attachment " + attachment + " behind " + life.attachment);
        life.attachment = attachment;
        life.timeout = timeoutMs * SimScheduler.MILLIS;
        life.attachments.put(attachment, new Attachment());
    }

    private static void checkAttach(Command.AttachSession attach, State before) {
        Session session = before.session(attach.sessionId());
        Violation.unless(session != null, () -> Show.session(attach.sessionId()) + " was attached and is not there");
        Violation.unless(
                session == null || session.attachment() == attach.expectedAttachment(),
                () -> Show.session(attach.sessionId()) + " was attached though it had moved on");
        Violation.unless(
                attach.lastZxidSeen() <= before.zxid(),
                () -> Show.session(attach.sessionId()) + " was attached though its client has seen zxid "
                        + attach.lastZxidSeen());
    }

    private void operation(Command.SessionOp op, State before, CommandResult result) {
        Life life = life(op.sessionId());
        Violation.unless(!life.ended, () -> Show.session(life.id) + " is over and wrote " + Show.op(op.op()));
        Violation.unless(
                op.attachment() == life.attachment,
                () -> Show.session(life.id) + " has attachment " + life.attachment + ", and attachment "
                        + op.attachment() + " wrote " + Show.op(op.op()));
        if (op.requestNumber() > 0 && answeredBefore(life, op, before, result)) {
            return;
        }
        Attachment attachment = life.attachment(op.attachment());
        String shown = Show.op(op.op());
        ConnectionCheck connection = attachment.connection;
        int position = attachment.done.size();
        boolean orphan = connection == null && op.op() instanceof Op.CloseSession;
        Violation.unless(
                orphan || (connection != null && connection.submitted(position, shown)),
                () -> Show.session(life.id) + "#" + op.attachment() + ": operation " + position + " in the log is "
                        + shown + ", which was not sent in that place");
        attachment.done.add(
                new Done(shown, Answers.due(result.outcome()), result.zxid(), result.zxid() > before.zxid()));
        if (result.outcome() instanceof Outcome.SessionClosed) {
            life.ended = true;
        }
    }

    /** A numbered request that comes again gets the outcome that it had, and has no other effect. */
    private boolean answeredBefore(Life life, Command.SessionOp op, State before, CommandResult result) {
        String outcome = Show.outcome(result.outcome());
        String first = life.numbered.putIfAbsent(op.requestNumber(), outcome);
        Violation.unless(
                first == null || (first.equals(outcome) && result.zxid() == before.zxid()),
                () -> Show.session(life.id) + ": request " + op.requestNumber() + " was done twice: " + outcome);
        return first != null;
    }

    /** @param leader that found it silent: time in which it was itself stopped does not count */
    void expired(Part.ExpireSession expire, @Nullable SimHost leader) {
        Life life = life(expire.sessionId());
        long now = scheduler.now();
        Violation.unless(!life.ended, () -> Show.session(life.id) + " was over and expired");
        Violation.unless(
                expire.attachment() == life.attachment,
                () -> Show.session(life.id) + " expired for attachment " + expire.attachment() + " though it has "
                        + life.attachment);
        // A tenth late, by a leader that counts in ticks of 100 ms, behind a confirmation that is a third old at most.
        long longest = life.timeout * 11 / 10 - life.timeout / 3 - 130 * SimScheduler.MILLIS;
        long stopped = leader == null ? 0 : leader.pausedWithin(life.toldAt, now, 350 * SimScheduler.MILLIS);
        Violation.unless(!nothingExpires, () -> Show.session(life.id) + " expired, and nothing may");
        Violation.unless(
                life.toldAt < 0 || now - life.toldAt - stopped >= longest,
                () -> Show.session(life.id) + " expired " + (now - life.toldAt) / SimScheduler.MILLIS
                        + " ms after its client was told something; its timeout is "
                        + life.timeout / SimScheduler.MILLIS + " ms");
        ConnectionCheck connection = life.attachment(life.attachment).connection;
        Violation.unless(
                connection == null || !connection.shouldBeClosed(now, life.timeout),
                () -> Show.session(life.id) + " expired while its unconfirmed connection was still open");
        life.ended = true;
        life.expiredAt = now;
    }

    /** Something goes out to a session's client. */
    void told(Life life) {
        Violation.unless(
                life.expiredAt < 0,
                () -> Show.session(life.id) + " expired "
                        + (scheduler.now() - life.expiredAt) / SimScheduler.MILLIS
                        + " ms ago, and its client is told something");
        life.toldAt = scheduler.now();
    }
}
