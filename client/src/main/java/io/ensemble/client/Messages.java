package io.ensemble.client;

import com.google.protobuf.ByteString;
import io.ensemble.client.EnsembleException.Reason;
import io.ensemble.protocol.grpc.v1.Check;
import io.ensemble.protocol.grpc.v1.Create;
import io.ensemble.protocol.grpc.v1.Delete;
import io.ensemble.protocol.grpc.v1.Failure;
import io.ensemble.protocol.grpc.v1.Multi;
import io.ensemble.protocol.grpc.v1.Scope;
import io.ensemble.protocol.grpc.v1.SetAcl;
import io.ensemble.protocol.grpc.v1.SetData;
import io.ensemble.protocol.grpc.v1.Watch;
import io.ensemble.protocol.grpc.v1.Write;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values of the client as messages, and back; paths get the chroot, and lose it. Stateless. */
record Messages(ConnectString root) {

    Write.Builder write(List<Op> ops, boolean multi) {
        Write.Builder write = Write.newBuilder();
        if (!multi) {
            return write.setSingle(op(ops.get(0)));
        }
        Multi.Builder all = Multi.newBuilder();
        ops.forEach(op -> all.addOps(op(op)));
        return write.setMulti(all);
    }

    private io.ensemble.protocol.grpc.v1.Op op(Op op) {
        var message = io.ensemble.protocol.grpc.v1.Op.newBuilder();
        String path = root.outer(op.path());
        if (op instanceof Op.Create create) {
            Create.Builder body = Create.newBuilder()
                    .setPath(path)
                    .setModeValue(create.mode().ordinal())
                    .setTtlMs(create.ttlMs());
            create.acl().forEach(acl -> body.addAcl(acl(acl)));
            if (create.data() != null) {
                body.setData(ByteString.copyFrom(create.data()));
            }
            message.setCreate(body);
        } else if (op instanceof Op.Set set) {
            SetData.Builder body = SetData.newBuilder().setPath(path);
            if (set.data() != null) {
                body.setData(ByteString.copyFrom(set.data()));
            }
            if (set.version() != Op.ANY_VERSION) {
                body.setVersion(set.version());
            }
            message.setSet(body);
        } else if (op instanceof Op.Delete delete) {
            Delete.Builder body = Delete.newBuilder().setPath(path);
            message.setDelete(delete.version() == Op.ANY_VERSION ? body : body.setVersion(delete.version()));
        } else if (op instanceof Op.Check check) {
            Check.Builder body = Check.newBuilder().setPath(path);
            message.setCheck(check.version() == Op.ANY_VERSION ? body : body.setVersion(check.version()));
        } else if (op instanceof Op.SetAcl set) {
            SetAcl.Builder body = SetAcl.newBuilder().setPath(path);
            set.acl().forEach(acl -> body.addAcl(acl(acl)));
            message.setSetAcl(set.aversion() == Op.ANY_VERSION ? body : body.setAversion(set.aversion()));
        }
        return message.build();
    }

    private static io.ensemble.protocol.grpc.v1.Acl acl(Acl acl) {
        return io.ensemble.protocol.grpc.v1.Acl.newBuilder()
                .setPerms(acl.perms())
                .setScheme(acl.scheme())
                .setId(acl.id())
                .build();
    }

    static Acl acl(io.ensemble.protocol.grpc.v1.Acl acl) {
        return new Acl(acl.getPerms(), acl.getScheme(), acl.getId());
    }

    List<OpResult> results(List<Op> ops, List<io.ensemble.protocol.grpc.v1.OpResult> results) {
        List<OpResult> all = new ArrayList<>();
        for (int i = 0; i < ops.size(); i++) {
            var result = results.get(i);
            all.add(
                    switch (result.getResultCase()) {
                        case CREATED ->
                            new OpResult(
                                    root.inner(result.getCreated().getPath()),
                                    stat(result.getCreated().getStat()));
                        case STAT -> new OpResult(ops.get(i).path(), stat(result.getStat()));
                        default -> new OpResult(ops.get(i).path(), null);
                    });
        }
        return List.copyOf(all);
    }

    EnsembleException failure(Failure failure) {
        Reason reason;
        try {
            reason = Reason.valueOf(failure.getReason().name());
        } catch (IllegalArgumentException e) {
            reason = Reason.SYSTEM_ERROR;
        }
        return new EnsembleException(reason, root.inner(failure.getPath()), failure.getHint());
    }

    Watch.Builder watch(long id, String path, WatchOptions options) {
        Watch.Builder watch = Watch.newBuilder()
                .setId(id)
                .setPath(root.outer(path))
                .setScope(Scope.forNumber(options.scope().ordinal()))
                .setWithData(options.withData())
                .setWithPreviousData(options.withPreviousData());
        if (options.listing()) {
            return watch.setListing(true);
        }
        return options.fromZxid() == WatchOptions.NOW ? watch : watch.setFromZxid(options.fromZxid());
    }

    WatchEvent event(WatchEvent.Kind kind, io.ensemble.protocol.grpc.v1.WatchEvent event) {
        return new WatchEvent(
                kind,
                event.getZxid(),
                event.getPath().isEmpty() ? "" : root.inner(event.getPath()),
                event.hasStat() ? stat(event.getStat()) : null,
                bytes(event.hasData(), event.getData()),
                bytes(event.hasPreviousData(), event.getPreviousData()),
                event.getSessionId());
    }

    static byte @Nullable [] bytes(boolean present, ByteString bytes) {
        return present ? bytes.toByteArray() : null;
    }

    static Stat stat(io.ensemble.protocol.grpc.v1.Stat stat) {
        return new Stat(
                stat.getCzxid(),
                stat.getMzxid(),
                stat.getPzxid(),
                stat.getCtimeMs(),
                stat.getMtimeMs(),
                stat.getVersion(),
                stat.getCversion(),
                stat.getAversion(),
                stat.getEphemeralOwner(),
                stat.getDataLength(),
                stat.getNumChildren());
    }
}
