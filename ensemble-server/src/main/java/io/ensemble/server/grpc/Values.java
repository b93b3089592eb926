package io.ensemble.server.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.ensemble.protocol.grpc.v1.Acl;
import io.ensemble.protocol.grpc.v1.Stat;
import io.ensemble.state.acl.AclList;
import io.ensemble.state.acl.Id;
import io.ensemble.state.acl.Perms;
import java.util.List;

/** Values of the state as messages, and back. Stateless. */
final class Values {
    private Values() {}

    static Stat stat(io.ensemble.state.Stat stat) {
        return Stat.newBuilder()
                .setCzxid(stat.czxid())
                .setMzxid(stat.mzxid())
                .setPzxid(stat.pzxid())
                .setCtimeMs(stat.ctimeMs())
                .setMtimeMs(stat.mtimeMs())
                .setVersion(stat.version())
                .setCversion(stat.cversion())
                .setAversion(stat.aversion())
                .setEphemeralOwner(stat.ephemeralOwner())
                .setDataLength(stat.dataLength())
                .setNumChildren(stat.numChildren())
                .build();
    }

    /** Not copied: the state never changes its arrays. */
    static ByteString bytes(byte[] data) {
        return UnsafeByteOperations.unsafeWrap(data);
    }

    /** What a client gave; nothing stands for everybody and everything. */
    static List<io.ensemble.state.acl.Acl> acl(List<Acl> given) {
        return given.isEmpty()
                ? AclList.OPEN.entries()
                : given.stream()
                        .map(a -> new io.ensemble.state.acl.Acl(a.getPerms(), new Id(a.getScheme(), a.getId())))
                        .toList();
    }

    /** What a client is shown; who may not administer the znode does not see the hashes of passwords. */
    static Acl shown(io.ensemble.state.acl.Acl acl, boolean whole) {
        String id = acl.id().id();
        int colon = id.indexOf(':');
        boolean masked = !whole && acl.id().scheme().equals("digest") && colon >= 0;
        return Acl.newBuilder()
                .setPerms(acl.perms() & Perms.ALL)
                .setScheme(acl.id().scheme())
                .setId(masked ? id.substring(0, colon) + ":x" : id)
                .build();
    }
}
