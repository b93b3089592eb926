package io.ensemble.server.dump;

import io.ensemble.state.acl.Acl;
import io.ensemble.state.command.Command;
import io.ensemble.state.command.Command.AttachSession;
import io.ensemble.state.command.Command.OpenSession;
import io.ensemble.state.command.Command.RaiseRules;
import io.ensemble.state.command.Command.SessionOp;
import io.ensemble.state.command.Command.SetLimits;
import io.ensemble.state.command.Condition;
import io.ensemble.state.command.Op;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Commands and operations as facts. Passwords are never among them, and data only where it is asked for. Immutable.
 */
final class CommandFacts {
    private final boolean withData;

    CommandFacts(boolean withData) {
        this.withData = withData;
    }

    Facts of(Command command) {
        if (command instanceof SessionOp c) {
            Facts facts = op(c.op(), new Facts(name(c.op())).hex("session", c.sessionId()))
                    .number("attachment", c.attachment());
            facts.number("identities", c.identities());
            return c.requestNumber() == 0
                    ? facts
                    : facts.number("request", c.requestNumber()).number("lowestUnanswered", c.lowestUnanswered());
        } else if (command instanceof OpenSession c) {
            return new Facts("openSession").number("timeoutMs", c.timeoutMs()).number("window", c.windowCount());
        } else if (command instanceof AttachSession c) {
            return new Facts("attachSession")
                    .hex("session", c.sessionId())
                    .number("timeoutMs", c.timeoutMs())
                    .number("expectedAttachment", c.expectedAttachment())
                    .number("lastZxidSeen", c.lastZxidSeen());
        } else if (command instanceof SetLimits c) {
            return new Facts("setLimits").text("limits", c.limits().toString());
        }
        return new Facts("raiseRules").number("version", ((RaiseRules) command).version());
    }

    private Facts op(Op op, Facts facts) {
        if (op instanceof Op.Create o) {
            facts.text("path", o.path()).text("mode", o.mode().name());
            data(facts, o.data());
            facts.text("acl", acl(o.acl()));
            return o.mode().isTtl() ? facts.number("ttlMs", o.ttlMs()) : facts;
        } else if (op instanceof Op.Delete o) {
            return facts.text("path", o.path()).number("version", o.version());
        } else if (op instanceof Op.DeleteContainer o) {
            return facts.text("path", o.path());
        } else if (op instanceof Op.SetData o) {
            return data(facts.text("path", o.path()).number("version", o.version()), o.data());
        } else if (op instanceof Op.SetAcl o) {
            return facts.text("path", o.path()).number("aversion", o.aversion()).text("acl", acl(o.acl()));
        } else if (op instanceof Op.Check o) {
            return facts.text("path", o.path()).number("version", o.version());
        } else if (op instanceof Op.Multi o) {
            return facts.below("ops", all("", o.ops()));
        } else if (op instanceof Op.DeleteTree o) {
            return facts.text("path", o.path()).number("version", o.version()).flag("inParts", o.inParts());
        } else if (op instanceof Op.Branch o) {
            List<Facts> below =
                    new ArrayList<>(o.conditions().stream().map(this::condition).toList());
            below.addAll(all("then ", o.then()));
            below.addAll(all("else ", o.otherwise()));
            return facts.below("ops", below);
        } else if (op instanceof Op.Invalid o) {
            return facts.text("code", o.code().name());
        }
        return facts;
    }

    private List<Facts> all(String when, List<Op> ops) {
        return ops.stream().map(each -> op(each, new Facts(when + name(each)))).toList();
    }

    private Facts condition(Condition condition) {
        Facts facts =
                new Facts("if " + condition.kind().name().toLowerCase(Locale.ROOT)).text("path", condition.path());
        return condition.kind() == Condition.Kind.DATA
                ? data(facts, condition.data())
                : facts.number("value", condition.value());
    }

    /** How much data, and if wanted which; -1 stands for none. */
    Facts data(Facts facts, byte @Nullable [] data) {
        facts.number("dataLength", data == null ? -1 : data.length);
        return withData && data != null ? facts.text("data", Base64.getEncoder().encodeToString(data)) : facts;
    }

    static @Nullable String acl(@Nullable List<Acl> acl) {
        if (acl == null) {
            return null;
        }
        return String.join(
                ",",
                acl.stream()
                        .map(each -> each.id().scheme() + ":" + each.id().id() + ":" + each.perms())
                        .toList());
    }

    private static String name(Op op) {
        String name = op.getClass().getSimpleName();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
