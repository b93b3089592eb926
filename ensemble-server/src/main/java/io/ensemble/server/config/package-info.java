/**
 * What one member is started with: a YAML file, read and checked as a whole before anything is opened, then immutable
 * records. Nothing of it reaches apply. Depends on the YAML parser only, and nothing here knows who uses it. Immutable or
 * confined to the call: any thread.
 */
@NullMarked
package io.ensemble.server.config;

import org.jspecify.annotations.NullMarked;
