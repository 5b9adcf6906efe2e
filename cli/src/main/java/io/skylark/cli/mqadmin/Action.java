package io.skylark.cli.mqadmin;

/// What a command does.
interface Action {
    /// @throws IllegalArgumentException when a value means nothing
    /// @throws io.skylark.client.error.SkylarkException when a server refuses or does not answer
    void run(Call call);
}
