/**
 * The few file operations whose order decides what survives a power cut, behind one interface, so that tests can record
 * them and break them. Depends on the JDK only. Implementations are thread-safe; an {@link
 * io.ensemble.server.consensus.files.DurableFiles.OutputFile} is confined to the thread that writes it.
 */
@NullMarked
package io.ensemble.server.consensus.files;

import org.jspecify.annotations.NullMarked;
