package io.ensemble.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.protocol.grpc.v1.Children;
import io.ensemble.protocol.grpc.v1.Get;
import io.ensemble.protocol.grpc.v1.ReadAnswer;
import io.ensemble.protocol.grpc.v1.Reason;
import io.ensemble.protocol.grpc.v1.Scope;
import io.ensemble.protocol.grpc.v1.Watch;
import io.ensemble.protocol.grpc.v1.WatchEvent;
import io.ensemble.protocol.grpc.v1.WatchEvent.Kind;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may not read something is told of it neither by watches nor by reads of the past. */
class ReadRightsTest {
    private static final String ANN = "ann:secret";
    private static final int LIVE = 1;
    private static final int FROM_RING = 2;

    private FrontEnd frontEnd;
    private TestCall ann;
    private TestCall other;

    @BeforeEach
    void connect() throws IOException {
        frontEnd = new FrontEnd();
        ann = frontEnd.connect();
        ann.authenticate(ANN);
        other = frontEnd.connect();
    }

    @Test
    void shouldNotShowDataThatBecamePrivateInTheirTransaction() {
        run(ann, FrontEnd.create("/s", "public"));
        long then = zxid();
        watch(other, LIVE, "/s");
        watch(ann, LIVE, "/s");
        run(ann, FrontEnd.set("/s", "secret"), FrontEnd.acl("/s", FrontEnd.only(ANN)));
        watchFrom(other, then, "/s");
        watchFrom(ann, then, "/s");

        assertThat(changes(other, LIVE)).singleElement().matches(e -> !e.hasData());
        assertThat(changes(other, FROM_RING)).singleElement().matches(e -> !e.hasData());
        assertThat(Stream.concat(changes(ann, LIVE).stream(), changes(ann, FROM_RING).stream()))
                .extracting(e -> e.getData().toStringUtf8())
                .containsExactly("secret", "secret");
    }

    @Test
    void shouldNotShowDataThatWerePrivateUntilTheyWereGone() {
        run(ann, FrontEnd.create("/s", "public"));
        long then = zxid();
        run(ann, FrontEnd.set("/s", "secret"), FrontEnd.acl("/s", FrontEnd.only(ANN)));
        run(ann, FrontEnd.acl("/s", FrontEnd.everybody()), FrontEnd.set("/s", "public again"));
        watchFrom(other, then, "/s");

        assertThat(changes(other, FROM_RING))
                .extracting(e -> e.getData().toStringUtf8())
                .containsExactly("", "public again");
        assertThat(changes(other, FROM_RING))
                .extracting(e -> e.getPreviousData().toStringUtf8())
                .containsExactly("public", "");
    }

    @Test
    void shouldNotShowWhatWasPrivateUntilTheTransactionThatReplacedIt() {
        run(ann, FrontEnd.create("/s", "secret", FrontEnd.only(ANN)));
        long then = zxid();
        watch(other, LIVE, "/s");
        run(ann, FrontEnd.acl("/s", FrontEnd.everybody()), FrontEnd.set("/s", "public"));
        watchFrom(other, then, "/s");

        for (int id : new int[] {LIVE, FROM_RING}) {
            assertThat(changes(other, id)).singleElement().satisfies(e -> {
                assertThat(e.getData().toStringUtf8()).isEqualTo("public");
                assertThat(e.hasPreviousData()).isFalse();
            });
        }
        assertThat(getAt(other, "/s", then).getFailure().getReason()).isEqualTo(Reason.TOO_OLD);
    }

    @Test
    void shouldShowWhatWasReadableAllTheTime() {
        run(ann, FrontEnd.create("/s", "0"));
        long then = zxid();
        run(ann, FrontEnd.acl("/s", FrontEnd.everybody()));
        watch(other, LIVE, "/s");
        run(ann, FrontEnd.set("/s", "1"));
        run(ann, FrontEnd.set("/s", "2"));
        run(ann, FrontEnd.delete("/s"));
        watchFrom(other, then, "/s");

        assertThat(changes(other, LIVE))
                .extracting(e -> e.getPreviousData().toStringUtf8())
                .containsExactly("0", "1", "2");
        assertThat(changes(other, FROM_RING))
                .extracting(e -> e.getData().toStringUtf8())
                .containsExactly("1", "2", "");
    }

    @Test
    void shouldShowDataOfWhatIsGone() {
        long then = zxid();
        run(ann, FrontEnd.create("/s", "0"));
        run(ann, FrontEnd.delete("/s"));
        run(ann, FrontEnd.create("/s", "1"), FrontEnd.set("/s", "2"));
        run(ann, FrontEnd.delete("/s"));
        watchFrom(other, then, "/s");

        assertThat(changes(other, FROM_RING))
                .extracting(e -> e.getData().toStringUtf8())
                .containsExactly("0", "", "1", "2", "");
        assertThat(changes(other, FROM_RING))
                .extracting(e -> e.getPreviousData().toStringUtf8())
                .containsExactly("", "0", "", "1", "2");
    }

    @Test
    void shouldNotTellNamesBelowWhatMayNotBeRead() {
        run(ann, FrontEnd.create("/top", ""));
        run(ann, FrontEnd.create("/top/hidden", "", FrontEnd.only(ANN)));
        run(ann, FrontEnd.create("/top/hidden/a", ""));
        run(ann, FrontEnd.create("/top/hidden/a/b", ""));
        long then = zxid();
        other.watch(LIVE, "/top", w -> w.setScope(Scope.SUBTREE).setListing(true));
        other.watch(3, "/top/hidden", w -> w.setScope(Scope.CHILDREN).setListing(true));
        other.watch(4, "/top/hidden/a", w -> w.setListing(true));
        ann.watch(LIVE, "/top", w -> w.setScope(Scope.SUBTREE).setListing(true));
        frontEnd.loop.run();
        run(ann, FrontEnd.create("/top/hidden/c", ""), FrontEnd.set("/top/hidden/a", ""));
        run(ann, FrontEnd.delete("/top/hidden/c"));
        other.watch(FROM_RING, "/top", w -> w.setScope(Scope.SUBTREE).setFromZxid(then));
        frontEnd.loop.run();

        assertThat(other.told(LIVE)).containsExactly("EXISTING /top", "LISTED");
        assertThat(other.told(FROM_RING)).isEmpty();
        assertThat(other.told(3)).containsExactly("LISTED");
        assertThat(other.told(4)).containsExactly("EXISTING /top/hidden/a", "LISTED", "DATA_CHANGED /top/hidden/a");
        assertThat(ann.told(LIVE)).hasSize(8);
    }

    @Test
    void shouldNotListChildrenOfTheTimeWhenTheirNamesWerePrivate() {
        run(ann, FrontEnd.create("/top", "", FrontEnd.only(ANN)));
        run(ann, FrontEnd.create("/top/gone", ""));
        long then = zxid();
        run(ann, FrontEnd.delete("/top/gone"));
        run(ann, FrontEnd.acl("/top", FrontEnd.everybody()));
        long opened = zxid();
        run(ann, FrontEnd.create("/top/later", ""));

        assertThat(childrenAt(other, then).getFailure().getReason()).isEqualTo(Reason.NO_AUTH);
        assertThat(childrenAt(other, then).getChildrenList()).isEmpty();
        assertThat(childrenAt(other, opened).hasFailure()).isFalse();
        assertThat(childrenAt(ann, then).getChildrenList()).containsExactly("gone");
    }

    private ReadAnswer childrenAt(TestCall by, long zxid) {
        by.read(r -> r.setChildren(Children.newBuilder().setPath("/top")).setAtZxid(zxid));
        frontEnd.loop.run();
        return by.reads().get(by.reads().size() - 1);
    }

    private void run(TestCall by, io.ensemble.protocol.grpc.v1.Op... ops) {
        by.multi(ops);
        frontEnd.loop.run();
        assertThat(by.writes().get(by.writes().size() - 1).hasFailure()).isFalse();
    }

    private long zxid() {
        return frontEnd.member.state().zxid();
    }

    private void watch(TestCall by, long id, String path) {
        by.watch(id, path, this::withAllData);
        frontEnd.loop.run();
    }

    private void watchFrom(TestCall by, long zxid, String path) {
        by.watch(FROM_RING, path, w -> withAllData(w).setFromZxid(zxid));
        frontEnd.loop.run();
    }

    private Watch.Builder withAllData(Watch.Builder watch) {
        return watch.setScope(Scope.EXACT).setWithData(true).setWithPreviousData(true);
    }

    private static List<WatchEvent> changes(TestCall of, long id) {
        return of.events().stream()
                .filter(e -> e.getId() == id && e.getKind() != Kind.BOOKMARK)
                .toList();
    }

    private ReadAnswer getAt(TestCall by, String path, long zxid) {
        by.read(r -> r.setGet(Get.newBuilder().setPath(path)).setAtZxid(zxid));
        frontEnd.loop.run();
        return by.reads().get(by.reads().size() - 1);
    }
}
