package io.ensemble.chaos.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.ensemble.chaos.diff.DifferenceFinder.Finding;
import io.ensemble.chaos.wire.ReplyFrame;
import java.nio.ByteBuffer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The finder itself: quiet where there is no difference, not deaf where one is planted. */
class DifferenceFinderTest {
    private static final long SEED = Long.getLong("ensemble.seed", 1);
    private static final int SCRIPTS = 15;
    private static final int SCRIPTS_MAX = 100;
    private static final int EVENT_PATH = 16 + 8;

    private static ZooKeeperTarget zookeeper;
    private static ZooKeeperTarget second;

    @BeforeAll
    static void start() throws Exception {
        System.out.println("difference finder: seed " + SEED);
        Quiet.zookeeper();
        zookeeper = ZooKeeperTarget.start("ZooKeeper");
        second = ZooKeeperTarget.start("second ZooKeeper");
    }

    @AfterAll
    static void stop() {
        zookeeper.close();
        second.close();
    }

    @Test
    void shouldFindNothingBetweenZooKeeperAndZooKeeper() throws Exception {
        Tally tally = new Tally();
        DifferenceFinder finder = new DifferenceFinder(zookeeper, second, tally);

        for (int number = 0; number < SCRIPTS; number++) {
            Finding finding = finder.find(SEED, number);
            assertThat(finding).as("script %d of seed %d", number, SEED).isNull();
        }

        assertThat(tally.successShare()).isGreaterThan(0.35);
        assertThat(tally.eventShare()).isGreaterThan(0.25);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("planted")
    void shouldFindAndShrinkAPlantedDifference(String what, int stepsMax, Predicate<ByteBuffer> mangler)
            throws Exception {
        try (ManglingProxy proxy = new ManglingProxy(second.members().get(0), mangler)) {
            DifferenceFinder finder = new DifferenceFinder(zookeeper, proxy, new Tally());

            Finding finding = null;
            for (int number = 0; number < SCRIPTS_MAX && finding == null; number++) {
                finding = finder.find(SEED, number);
            }

            assertThat(finding).as("%s with seed %d", what, SEED).isNotNull();
            assertThat(finding.shrunk().actions().size())
                    .as(finding.shrunk().text())
                    .isLessThanOrEqualTo(stepsMax);
        }
    }

    static Stream<Arguments> planted() {
        return Stream.of(
                Arguments.of("NotEmpty said as NodeExists", 12, mangler(frame -> {
                    if (err(frame) == -111) {
                        frame.putInt(12, -110);
                    }
                    return true;
                })),
                Arguments.of("NodeDeleted events lost", 12, mangler(frame -> !isEvent(frame) || frame.getInt(16) != 2)),
                Arguments.of("a path in events is cut", 12, mangler(frame -> {
                    if (isEvent(frame) && frame.getInt(EVENT_PATH) > 1) {
                        frame.put(frame.limit() - 1, (byte) 'X');
                    }
                    return true;
                })));
    }

    private static Predicate<ByteBuffer> mangler(Predicate<ByteBuffer> mangler) {
        return mangler;
    }

    private static boolean isEvent(ByteBuffer frame) {
        return frame.getInt(0) == ReplyFrame.EVENT_XID;
    }

    private static int err(ByteBuffer frame) {
        return frame.getInt(12);
    }
}
