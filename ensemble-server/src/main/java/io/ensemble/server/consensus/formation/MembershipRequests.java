package io.ensemble.server.consensus.formation;

import java.util.List;

/** What is asked of a member on its formation port, beside its record. Any thread; may take as long as it needs. */
@FunctionalInterface
public interface MembershipRequests {

    /**
     * Answers.
     *
     * @param words the request, as it came
     * @return lines of text, the first of them beginning with "ok" or "no"
     */
    String answer(List<String> words);
}
