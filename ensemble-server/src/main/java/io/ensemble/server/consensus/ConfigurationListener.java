package io.ensemble.server.consensus;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hears of each committed configuration of the log, in order; after a restart of some again. The apply thread. */
public interface ConfigurationListener {

    /**
     * A configuration that no change is under way from.
     *
     * @param members voters and observers
     * @return false where this member is not part of the ensemble any more, and must end
     * @throws IOException where that cannot be recorded; the member halts
     */
    boolean applied(long index, List<MemberAddress> members) throws IOException;

    /**
     * The log has closed itself, as Ratis does where the others tell it that this member was removed: one line that says
     * so, or null where that is not known. Any thread; may take some seconds.
     */
    @Nullable
    String whyClosed();
}
