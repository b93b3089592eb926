package io.ensemble.client;

/** A znode that was created. @param path with its number, for sequential modes */
public record Created(String path, Stat stat) {}
