package io.ensemble.protocol.log;

import io.ensemble.state.Limits;
import io.ensemble.state.command.Command;
import io.ensemble.state.command.Command.AttachSession;
import io.ensemble.state.command.Command.OpenSession;
import io.ensemble.state.command.Command.RaiseRules;
import io.ensemble.state.command.Command.SessionOp;
import io.ensemble.state.command.Command.SetLimits;
import io.ensemble.state.command.Op;

/** The bytes of commands, format version 1: a byte that says which, then the fields in their order. */
final class CommandCodec {
    private static final int OPEN_SESSION = 1;
    private static final int ATTACH_SESSION = 2;
    private static final int SESSION_OP = 3;
    private static final int SET_LIMITS = 4;
    private static final int RAISE_RULES = 5;

    /** No command takes less. */
    static final int BYTES_MIN = 2;

    private CommandCodec() {}

    static void write(ByteWriter out, Command command) {
        if (command instanceof SessionOp c) {
            out.u8(SESSION_OP).varLong(c.sessionId()).varLong(c.attachment()).varInt(c.identities());
            out.varLong(c.requestNumber()).varLong(c.lowestUnanswered());
            OpCodec.write(out, c.op());
        } else if (command instanceof OpenSession c) {
            out.u8(OPEN_SESSION).bytes(c.password()).signedVarInt(c.timeoutMs()).varInt(c.windowCount());
        } else if (command instanceof AttachSession c) {
            out.u8(ATTACH_SESSION).varLong(c.sessionId()).bytes(c.password()).signedVarInt(c.timeoutMs());
            out.varLong(c.expectedAttachment()).varLong(c.lastZxidSeen());
        } else if (command instanceof SetLimits c) {
            writeLimits(out.u8(SET_LIMITS), c.limits());
        } else if (command instanceof RaiseRules c) {
            out.u8(RAISE_RULES).varInt(c.version());
        }
    }

    static Command read(ByteReader in) {
        int kind = in.u8();
        return switch (kind) {
            case OPEN_SESSION -> new OpenSession(in.bytes(), in.signedVarInt(), in.varInt());
            case ATTACH_SESSION ->
                new AttachSession(in.varLong(), in.bytes(), in.signedVarInt(), in.varLong(), in.varLong());
            case SESSION_OP ->
                new SessionOp(in.varLong(), in.varLong(), in.varInt(), in.varLong(), in.varLong(), OpCodec.read(in));
            case SET_LIMITS -> new SetLimits(readLimits(in));
            case RAISE_RULES -> new RaiseRules(in.varInt());
            default -> throw in.corrupt("no command has the number " + kind);
        };
    }

    /** Bytes that a command takes, at most: an estimate that looks at no character. */
    static long bytesMax(Command command) {
        if (command instanceof SessionOp c) {
            return bytesMax(c.op());
        } else if (command instanceof OpenSession c) {
            return 16 + c.password().length;
        } else if (command instanceof AttachSession c) {
            return 41 + c.password().length;
        }
        return 96;
    }

    /** The same of an operation of a session. */
    static long bytesMax(Op op) {
        return 46 + OpCodec.bytesMax(op);
    }

    private static void writeLimits(ByteWriter out, Limits l) {
        out.varInt(l.dataBytesMax())
                .varInt(l.pathBytesMax())
                .varInt(l.pathDepthMax())
                .varInt(l.multiOpsMax());
        out.varLong(l.ringBytesMax()).varLong(l.ringMsMax());
        out.varInt(l.windowCountMax()).varInt(l.windowBytesMax()).varLong(l.containerIdleMs());
        out.varInt(l.sessionTimeoutMsMin()).varInt(l.sessionTimeoutMsMax());
    }

    private static Limits readLimits(ByteReader in) {
        int data = in.varInt();
        int path = in.varInt();
        int depth = in.varInt();
        int multi = in.varInt();
        long ringBytes = in.varLong();
        long ringMs = in.varLong();
        int windowCount = in.varInt();
        int windowBytes = in.varInt();
        long idle = in.varLong();
        int timeoutMin = in.varInt();
        int timeoutMax = in.varInt();
        try {
            return new Limits(
                    data,
                    path,
                    depth,
                    multi,
                    ringBytes,
                    ringMs,
                    windowCount,
                    windowBytes,
                    idle,
                    timeoutMin,
                    timeoutMax);
        } catch (IllegalArgumentException e) {
            throw in.corrupt(String.valueOf(e.getMessage()));
        }
    }
}
