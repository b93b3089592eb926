package io.ensemble.server.grpc;

import io.ensemble.protocol.grpc.v1.Acl;
import io.ensemble.protocol.grpc.v1.Create;
import io.ensemble.protocol.grpc.v1.Delete;
import io.ensemble.protocol.grpc.v1.Multi;
import io.ensemble.protocol.grpc.v1.Op;
import io.ensemble.protocol.grpc.v1.SetAcl;
import io.ensemble.protocol.grpc.v1.SetData;
import io.ensemble.protocol.log.EntryCodec;
import io.ensemble.protocol.peer.PeerMessage;
import io.ensemble.protocol.snapshot.SnapshotCodec;
import io.ensemble.server.auth.Authenticator;
import io.ensemble.server.member.LoneLog;
import io.ensemble.server.member.ManualLoop;
import io.ensemble.server.member.Member;
import io.ensemble.server.member.MemberGuard;
import io.ensemble.server.member.MemberProbe;
import io.ensemble.server.member.MemberSettings;
import io.ensemble.server.member.Wiring;
import io.ensemble.server.peer.PeerLinks;
import io.ensemble.state.State;
import io.ensemble.state.apply.ApplyGuard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** One member with its native API, in one thread under a clock that the test moves; streams are calls without a network. */
final class FrontEnd {
    final ManualLoop loop = new ManualLoop();
    final LoneLog log = new LoneLog(loop);
    final Member member;
    final GrpcLane context;

    FrontEnd() throws IOException {
        this(GrpcSettings.DEFAULT, MemberSettings.DEFAULT, Backlog.BYTES_MAX);
    }

    FrontEnd(GrpcSettings settings, MemberSettings memberSettings, long backlogBytesMax) throws IOException {
        member = new Member(new Wiring(
                1,
                new EntryCodec(7),
                new SnapshotCodec(7),
                log,
                receiver -> new PeerLinks() {
                    @Override
                    public void send(int to, PeerMessage message) {
                        loop.execute(() -> receiver.received(1, message));
                    }

                    @Override
                    public void closeAll() {}
                },
                loop,
                loop,
                List.of(loop),
                new Wiring.Randomness() {
                    @Override
                    public long nonce() {
                        return 42;
                    }

                    @Override
                    public byte[] password() {
                        return new byte[16];
                    }
                },
                memberSettings,
                MemberGuard.ALL,
                ApplyGuard.ALL,
                MemberProbe.NONE,
                State.CHECKPOINT_EVERY,
                (why, cause) -> {
                    throw new AssertionError(why, cause);
                }));
        member.start();
        loop.pass(50);
        context = new GrpcLane(
                member.lanes().get(0),
                new Authenticator(Authenticator.digest("super:secret")),
                settings,
                new SessionLimit(settings),
                new Facts(),
                loop,
                new Backlog(backlogBytesMax));
    }

    /** A stream with a session of its own. */
    TestCall connect() {
        TestCall call = new TestCall(context);
        call.open();
        loop.run();
        return call;
    }

    static Op create(String path, String data, Acl... acl) {
        return Op.newBuilder()
                .setCreate(
                        Create.newBuilder().setPath(path).setData(bytes(data)).addAllAcl(List.of(acl)))
                .build();
    }

    static Op set(String path, String data) {
        return Op.newBuilder()
                .setSet(SetData.newBuilder().setPath(path).setData(bytes(data)))
                .build();
    }

    static Op delete(String path) {
        return Op.newBuilder().setDelete(Delete.newBuilder().setPath(path)).build();
    }

    static Op acl(String path, Acl... acl) {
        return Op.newBuilder()
                .setSetAcl(SetAcl.newBuilder().setPath(path).addAllAcl(List.of(acl)))
                .build();
    }

    /** So many creates below a znode, named 0, 1, 2 and so on. */
    static Multi creates(String parent, int count) {
        Multi.Builder multi = Multi.newBuilder();
        for (int i = 0; i < count; i++) {
            multi.addOps(create(parent + "/" + i, ""));
        }
        return multi.build();
    }

    /** All rights for a user and password, and none for anybody else. */
    static Acl only(String user) {
        return Acl.newBuilder()
                .setPerms(31)
                .setScheme("digest")
                .setId(Authenticator.digest(user))
                .build();
    }

    /** All rights for everybody. */
    static Acl everybody() {
        return Acl.newBuilder().setPerms(31).setScheme("world").setId("anyone").build();
    }

    private static com.google.protobuf.ByteString bytes(String data) {
        return com.google.protobuf.ByteString.copyFrom(data, StandardCharsets.UTF_8);
    }

    private final class Facts implements GrpcFacts {
        @Override
        public boolean isServing() {
            return member.isServing();
        }

        @Override
        public int member() {
            return 1;
        }

        @Override
        public int leader() {
            return 1;
        }

        @Override
        public long term() {
            return 1;
        }

        @Override
        public Collection<Integer> voters() {
            return Set.of(1);
        }

        @Override
        public State state() {
            return member.state();
        }

        @Override
        public long appliedIndex() {
            return member.appliedIndex();
        }

        @Override
        public String version() {
            return "test";
        }
    }
}
