package io.ensemble.chaos.chaos.ratis;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;

/** Counts writes; a query is answered with their number. On Ratis' threads. */
final class RegisterMachine extends BaseStateMachine {
    private volatile long value;

    @Override
    public CompletableFuture<Message> query(Message request) {
        return CompletableFuture.completedFuture(message(value));
    }

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        LogEntryProto entry = transaction.getLogEntry();
        long next = value + 1;
        value = next;
        updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
        return CompletableFuture.completedFuture(message(next));
    }

    private static Message message(long value) {
        return Message.valueOf(Long.toString(value));
    }

    /** The number in an answer. */
    static long value(Message message) {
        return Long.parseLong(message.getContent().toString(StandardCharsets.UTF_8));
    }
}
