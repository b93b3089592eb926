package io.ensemble.chaos.clients;

/** One thing that people do with a client library. */
@FunctionalInterface
interface Use {
    /**
     * Does it.
     *
     * @param root a znode that is this use's own
     * @return what was seen, for the line that says PASS
     * @throws UseFailed where it went wrong
     * @throws Exception what the library throws, which is as bad
     */
    String run(SpreadClients clients, String root) throws Exception;
}
