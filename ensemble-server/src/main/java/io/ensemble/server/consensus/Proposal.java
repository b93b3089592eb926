package io.ensemble.server.consensus;

import org.apache.ratis.protocol.Message;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;

/** An entry on its way into the log, with the term in which it was meant. Immutable. */
record Proposal(long term, ByteString content) implements Message {

    @Override
    public ByteString getContent() {
        return content;
    }
}
