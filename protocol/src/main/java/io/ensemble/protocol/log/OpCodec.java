package io.ensemble.protocol.log;

import io.ensemble.state.ErrorCode;
import io.ensemble.state.acl.Acl;
import io.ensemble.state.acl.Id;
import io.ensemble.state.command.Condition;
import io.ensemble.state.command.CreateMode;
import io.ensemble.state.command.Op;
import io.ensemble.state.command.Op.Branch;
import io.ensemble.state.command.Op.Check;
import io.ensemble.state.command.Op.CloseSession;
import io.ensemble.state.command.Op.Create;
import io.ensemble.state.command.Op.Delete;
import io.ensemble.state.command.Op.DeleteContainer;
import io.ensemble.state.command.Op.DeleteTree;
import io.ensemble.state.command.Op.Invalid;
import io.ensemble.state.command.Op.Multi;
import io.ensemble.state.command.Op.SetAcl;
import io.ensemble.state.command.Op.SetData;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bytes of a session's operations, format version 1: a byte that says which, then the fields in their order. */
final class OpCodec {
    private static final int CREATE = 1;
    private static final int DELETE = 2;
    private static final int SET_DATA = 3;
    private static final int SET_ACL = 4;
    private static final int CHECK = 5;
    private static final int MULTI = 6;
    private static final int CLOSE_SESSION = 7;
    private static final int INVALID = 8;
    private static final int DELETE_CONTAINER = 9;
    private static final int DELETE_TREE = 10;
    private static final int BRANCH = 11;

    private static final int ID_BYTES_MIN = 2;
    private static final int ACL_BYTES_MIN = 1 + ID_BYTES_MIN;
    private static final int CONDITION_BYTES_MIN = 4;

    private OpCodec() {}

    static void write(ByteWriter out, Op op) {
        if (op instanceof Multi multi) {
            writeAll(out.u8(MULTI), multi.ops());
        } else if (op instanceof Branch branch) {
            out.u8(BRANCH).varInt(branch.conditions().size());
            for (Condition each : branch.conditions()) {
                out.u8(each.kind().number()).string(each.path());
                out.signedVarLong(each.value()).nullableBytes(each.data());
            }
            writeAll(out, branch.then());
            writeAll(out, branch.otherwise());
        } else {
            writeSingle(out, op);
        }
    }

    private static void writeAll(ByteWriter out, List<Op> ops) {
        out.varInt(ops.size());
        for (Op each : ops) {
            if (each instanceof Multi || each instanceof Branch) {
                throw new IllegalArgumentException("a multi or a branch within another one");
            }
            writeSingle(out, each);
        }
    }

    private static void writeSingle(ByteWriter out, Op op) {
        if (op instanceof SetData o) {
            out.u8(SET_DATA).string(o.path()).nullableBytes(o.data()).signedVarInt(o.version());
        } else if (op instanceof Create o) {
            out.u8(CREATE).string(o.path()).nullableBytes(o.data());
            writeAcl(out, o.acl());
            out.u8(o.mode().flag()).signedVarLong(o.ttlMs());
        } else if (op instanceof Delete o) {
            out.u8(DELETE).string(o.path()).signedVarInt(o.version());
        } else if (op instanceof DeleteContainer o) {
            out.u8(DELETE_CONTAINER).string(o.path());
        } else if (op instanceof DeleteTree o) {
            out.u8(DELETE_TREE).string(o.path()).signedVarInt(o.version()).u8(o.inParts() ? 1 : 0);
        } else if (op instanceof SetAcl o) {
            out.u8(SET_ACL).string(o.path());
            writeAcl(out, o.acl());
            out.signedVarInt(o.aversion());
        } else if (op instanceof Check o) {
            out.u8(CHECK).string(o.path()).signedVarInt(o.version());
        } else if (op instanceof CloseSession) {
            out.u8(CLOSE_SESSION);
        } else if (op instanceof Invalid o) {
            out.u8(INVALID).signedVarInt(o.code().number());
        } else {
            throw new IllegalArgumentException("no bytes for " + op.getClass());
        }
    }

    static Op read(ByteReader in) {
        int kind = in.u8();
        return switch (kind) {
            case MULTI -> new Multi(readAll(in));
            case BRANCH -> new Branch(in.list(CONDITION_BYTES_MIN, OpCodec::readCondition), readAll(in), readAll(in));
            default -> readSingle(in, kind);
        };
    }

    private static List<Op> readAll(ByteReader in) {
        return in.list(1, each -> readSingle(each, each.u8()));
    }

    private static Condition readCondition(ByteReader in) {
        int number = in.u8();
        Condition.Kind kind = Condition.Kind.of(number);
        if (kind == null) {
            throw in.corrupt("no kind of condition has the number " + number);
        }
        return new Condition(in.string(), kind, in.signedVarLong(), in.nullableBytes());
    }

    private static Op readSingle(ByteReader in, int kind) {
        return switch (kind) {
            case CREATE -> new Create(in.string(), in.nullableBytes(), readAcl(in), readMode(in), in.signedVarLong());
            case DELETE -> new Delete(in.string(), in.signedVarInt());
            case DELETE_CONTAINER -> new DeleteContainer(in.string());
            case DELETE_TREE -> new DeleteTree(in.string(), in.signedVarInt(), in.u8() != 0);
            case SET_DATA -> new SetData(in.string(), in.nullableBytes(), in.signedVarInt());
            case SET_ACL -> new SetAcl(in.string(), readAcl(in), in.signedVarInt());
            case CHECK -> new Check(in.string(), in.signedVarInt());
            case CLOSE_SESSION -> new CloseSession();
            case INVALID -> new Invalid(readCode(in));
            case MULTI, BRANCH -> throw in.corrupt("a multi or a branch within another one");
            default -> throw in.corrupt("no operation has the number " + kind);
        };
    }

    static void writeId(ByteWriter out, Id id) {
        out.string(id.scheme()).string(id.id());
    }

    static List<Id> readIds(ByteReader in) {
        return in.list(ID_BYTES_MIN, OpCodec::readId);
    }

    private static Id readId(ByteReader in) {
        return new Id(in.string(), in.string());
    }

    private static void writeAcl(ByteWriter out, @Nullable List<Acl> acl) {
        if (acl == null) {
            out.u8(0);
            return;
        }
        out.varInt(acl.size() + 1);
        for (Acl each : acl) {
            out.signedVarInt(each.perms());
            writeId(out, each.id());
        }
    }

    private static @Nullable List<Acl> readAcl(ByteReader in) {
        return in.nullableList(ACL_BYTES_MIN, each -> new Acl(each.signedVarInt(), readId(each)));
    }

    private static CreateMode readMode(ByteReader in) {
        int flag = in.u8();
        CreateMode mode = CreateMode.ofFlag(flag);
        if (mode == null) {
            throw in.corrupt("no kind of znode has the flag " + flag);
        }
        return mode;
    }

    private static ErrorCode readCode(ByteReader in) {
        int number = in.signedVarInt();
        for (ErrorCode code : ErrorCode.values()) {
            if (code.number() == number) {
                return code;
            }
        }
        throw in.corrupt("no error code has the number " + number);
    }

    static long bytesMax(Op op) {
        if (op instanceof SetData o) {
            return 11 + text(o.path()) + data(o.data());
        } else if (op instanceof Create o) {
            return 18 + text(o.path()) + data(o.data()) + acl(o.acl());
        } else if (op instanceof Delete o) {
            return 11 + text(o.path());
        } else if (op instanceof DeleteContainer o) {
            return 6 + text(o.path());
        } else if (op instanceof SetAcl o) {
            return 11 + text(o.path()) + acl(o.acl());
        } else if (op instanceof Check o) {
            return 11 + text(o.path());
        } else if (op instanceof Multi multi) {
            return bytesMax(multi.ops());
        } else if (op instanceof DeleteTree o) {
            return 12 + text(o.path());
        } else if (op instanceof Branch branch) {
            long sum = 6 + bytesMax(branch.then()) + bytesMax(branch.otherwise());
            for (Condition each : branch.conditions()) {
                sum += 11 + text(each.path()) + data(each.data());
            }
            return sum;
        }
        return 6;
    }

    private static long bytesMax(List<Op> ops) {
        return 6 + ops.stream().mapToLong(OpCodec::bytesMax).sum();
    }

    private static long text(String text) {
        return 5 + 3L * text.length();
    }

    private static long data(byte @Nullable [] data) {
        return 5 + (data == null ? 0 : data.length);
    }

    private static long acl(@Nullable List<Acl> acl) {
        long sum = 5;
        if (acl != null) {
            for (Acl each : acl) {
                sum += 5 + text(each.id().scheme()) + text(each.id().id());
            }
        }
        return sum;
    }
}
