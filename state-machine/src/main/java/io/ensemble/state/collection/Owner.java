package io.ensemble.state.collection;

/**
 * Who may change a node of a persistent structure in place: nodes made under an owner are private to it until it is given
 * up for another one, which freezes them for good. Compared by identity; confined to the thread that applies.
 */
public final class Owner {}
