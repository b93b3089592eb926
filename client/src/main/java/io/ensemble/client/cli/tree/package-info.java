/** The commands that go over a subtree, each over a listing of one moment. */
@NullMarked
package io.ensemble.client.cli.tree;

import org.jspecify.annotations.NullMarked;
