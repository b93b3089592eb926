package io.ensemble.server.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys.Log;
import org.apache.ratis.util.TimeDuration;
import org.junit.jupiter.api.Test;

/** Settings of Ratis that safety rests on, and whose defaults, or another choice, would harm in silence. */
class RaftSettingsTest {
    private static final MemberAddress SELF = MemberAddress.founder(1, "127.0.0.1", 1, 2, 3);
    private final RaftProperties settings =
            RaftSettings.of(RatisLogSettings.of(Path.of("data"), SELF, List.of(SELF), 7, "", 1 << 20));

    @Test
    void shouldAcknowledgeOnlyWhatIsOnTheDisk() {
        assertThat(Log.unsafeFlushEnabled(settings)).isFalse();
        assertThat(Log.asyncFlushEnabled(settings)).isFalse();
        assertThat(Log.StateMachineData.sync(settings))
                .as("a flush waits for the state machine's, which forces the folder")
                .isTrue();
    }

    @Test
    void shouldNeverCloseTheServerForAPauseOfTheProcess() {
        assertThat(RaftServerConfigKeys.closeThreshold(settings)).isGreaterThan(TimeDuration.ONE_MINUTE.multiply(60));
    }

    @Test
    void shouldNotDropWhatIsBehindADamage() {
        assertThat(Log.corruptionPolicy(settings)).isEqualTo(Log.CorruptionPolicy.EXCEPTION);
    }

    @Test
    void shouldPurgeAlsoWhileAMemberIsAwayAndOnlyBehindSnapshotsOfTheMembersChoice() {
        assertThat(Log.purgeUptoSnapshotIndex(settings)).isTrue();
        assertThat(RaftServerConfigKeys.Snapshot.autoTriggerEnabled(settings)).isFalse();
        assertThat(RaftServerConfigKeys.Snapshot.triggerWhenStopEnabled(settings))
                .isFalse();
        assertThat(RaftServerConfigKeys.Snapshot.retentionFileNum(settings)).isPositive();
    }
}
