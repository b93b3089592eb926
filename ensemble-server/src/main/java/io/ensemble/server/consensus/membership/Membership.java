package io.ensemble.server.consensus.membership;

import io.ensemble.server.consensus.MemberAddress;
import io.ensemble.server.consensus.ReplicatedLog.Leadership;
import java.io.IOException;
import java.util.List;

/** The log's configuration, and the steps that change it. Any thread; the steps block. */
public interface Membership {

    /** This member. */
    MemberAddress self();

    Leadership leadership();

    Configuration configuration();

    /** The newest entry of this member's log that is applied. */
    long appliedIndex();

    /** Of a leader: itself and all that it replicates to; else empty. */
    List<Progress> progress();

    /** Time without an answer after which a member counts as unreachable. */
    long contactMs();

    /**
     * Puts other voters in the place of those that there are. New ones are first fed without a vote, until they have
     * caught up; then old and new decide together, then the new alone.
     *
     * @param present what the caller takes for the present voters: where others are, nothing is done
     * @throws IOException in one line, where nothing was changed, or where it is not known whether anything was
     */
    void change(List<MemberAddress> present, List<MemberAddress> next) throws IOException;

    /**
     * Makes another voter lead.
     *
     * @throws IOException in one line, where it does not lead within the time
     */
    void transfer(MemberAddress to, long timeoutMs) throws IOException;
}
