package io.ensemble.client;

import com.google.protobuf.ByteString;
import io.ensemble.client.EnsembleException.Reason;
import io.ensemble.protocol.grpc.v1.Failure;
import io.ensemble.protocol.grpc.v1.Scope;
import io.ensemble.protocol.grpc.v1.Watch;
import org.jspecify.annotations.Nullable;

/** Values of the client as messages, and back; paths get the chroot, and lose it. Stateless. */
record Messages(ConnectString root) {

    static io.ensemble.protocol.grpc.v1.Acl acl(Acl acl) {
        return io.ensemble.protocol.grpc.v1.Acl.newBuilder()
                .setPerms(acl.perms())
                .setScheme(acl.scheme())
                .setId(acl.id())
                .build();
    }

    static Acl acl(io.ensemble.protocol.grpc.v1.Acl acl) {
        return new Acl(acl.getPerms(), acl.getScheme(), acl.getId());
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
                .setWithPreviousData(options.withPreviousData())
                .setNamePattern(options.namePattern());
        options.kinds()
                .forEach(kind -> watch.addKinds(io.ensemble.protocol.grpc.v1.WatchEvent.Kind.valueOf(kind.name())));
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
                event.getSessionId(),
                event.hasFailure() ? failure(event.getFailure()) : null);
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
