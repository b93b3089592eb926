package io.ensemble.protocol.snapshot;

import io.ensemble.protocol.log.CorruptDataException;
import io.ensemble.state.ErrorCode;
import io.ensemble.state.Stat;
import io.ensemble.state.acl.Acl;
import io.ensemble.state.acl.AclList;
import io.ensemble.state.acl.Id;
import io.ensemble.state.apply.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads what a {@link ValueWriter} wrote. Used for one snapshot. */
final class ValueReader {
    private final BlockInput in;
    private final List<AclList> acls = new ArrayList<>();

    ValueReader(BlockInput in) {
        this.in = in;
    }

    AclList acl() throws IOException {
        int number = in.getCount();
        if (number < acls.size()) {
            return acls.get(number);
        }
        if (number > acls.size()) {
            throw new CorruptDataException("an ACL of the snapshot is missing");
        }
        int count = in.getCount();
        List<Acl> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(new Acl(in.getInt(), new Id(in.getString(), in.getString())));
        }
        AclList acl = common(new AclList(entries));
        acls.add(acl);
        return acl;
    }

    private static AclList common(AclList acl) {
        return acl.equals(AclList.OPEN) ? AclList.OPEN : acl.equals(AclList.READ_ONLY) ? AclList.READ_ONLY : acl;
    }

    Stat stat() throws IOException {
        return new Stat(
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getInt(),
                in.getInt(),
                in.getInt(),
                in.getLong(),
                in.getInt(),
                in.getInt(),
                in.getLong());
    }

    Outcome outcome() throws IOException {
        int tag = in.getByte();
        return switch (tag) {
            case ValueWriter.MULTI -> multi();
            case ValueWriter.BRANCHED -> branched();
            default -> single(tag);
        };
    }

    private Outcome branched() throws IOException {
        boolean held = in.getByte() != 0;
        if (in.getByte() != ValueWriter.MULTI) {
            throw new CorruptDataException("a branch of the snapshot has no operations");
        }
        return new Outcome.Branched(held, multi());
    }

    private Outcome.MultiDone multi() throws IOException {
        boolean committed = in.getByte() != 0;
        int count = in.getCount();
        List<Outcome> results = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            results.add(single(in.getByte()));
        }
        return new Outcome.MultiDone(committed, results);
    }

    private Outcome single(int tag) throws IOException {
        return switch (tag) {
            case ValueWriter.FAILED -> new Outcome.Failed(errorCode(in.getInt()));
            case ValueWriter.CREATED -> new Outcome.Created(in.getString(), stat());
            case ValueWriter.DELETED -> new Outcome.Deleted();
            case ValueWriter.DATA_SET -> new Outcome.DataSet(stat());
            case ValueWriter.ACL_SET -> new Outcome.AclSet(stat());
            case ValueWriter.CHECKED -> new Outcome.Checked();
            case ValueWriter.TREE_DELETED -> new Outcome.TreeDeleted(in.getInt(), in.getByte() != 0);
            default -> throw new CorruptDataException("an unknown outcome in the snapshot: " + tag);
        };
    }

    private static ErrorCode errorCode(int number) {
        for (ErrorCode code : ErrorCode.values()) {
            if (code.number() == number) {
                return code;
            }
        }
        throw new CorruptDataException("an unknown error code in the snapshot: " + number);
    }
}
