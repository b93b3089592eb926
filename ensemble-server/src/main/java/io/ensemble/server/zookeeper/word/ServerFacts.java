package io.ensemble.server.zookeeper.word;

import io.ensemble.state.State;
import java.util.Map;

/** What four-letter words tell of the member beside its connections. Any thread; must return at once. */
public interface ServerFacts {

    /** Whether clients are served. */
    boolean isServing();

    /** The newest applied version of the state. */
    State state();

    /** {@code leader}, {@code follower}, {@code observer}, {@code standalone} or {@code read-only}. */
    String mode();

    /** This program's version, such as {@code 0.1.0}. */
    String version();

    /** When this program was built, such as {@code 2026-01-01 00:00 UTC}. */
    String built();

    /** The configuration, in the order in which {@code conf} prints it, under ZooKeeper's names where it has them. */
    Map<String, String> configuration();

    /** What {@code mntr} prints beside what it always does, without the prefix {@code zk_}. */
    Map<String, Object> metrics();

    /** Bytes of snapshots on the disk. */
    long snapshotBytes();

    /** Bytes of the log on the disk. */
    long logBytes();
}
