package io.skylark.server.verbs;

import static org.assertj.core.api.Assertions.assertThat;

/// `skylark check ...` and `skylark doctor`
final class HealthChapter {
    private HealthChapter() {}

    static void type(LiveShell shell) {
        assertThat(shell.ok("check", "ready")).isEqualTo("READY OK - 1 of 1 brokers answer | brokers=1;;1:\n");
        LiveShell.Result away = shell.offline("-n", "127.0.0.1:1", "check", "ready");
        assertThat(away.exitCode()).isEqualTo(2);
        assertThat(away.out()).startsWith("READY CRITICAL");
        assertThat(shell.ok("check", "lag", "counters", "--warning", "100", "--critical", "200")).startsWith("LAG OK");
        LiveShell.Result behind = shell.run("check", "lag", "counters", "--warning", "1", "--critical", "2");
        assertThat(behind.exitCode()).isEqualTo(2);
        assertThat(behind.out()).startsWith("LAG CRITICAL - group counters is ");
        assertThat(shell.ok("check", "disk", "--warning", "101", "--critical", "102")).startsWith("DISK OK - broker-a ");
        assertThat(shell.run("check", "disk", "--warning", "0", "--critical", "0").exitCode()).isEqualTo(2);
        LiveShell.Result doctor = shell.run("doctor");
        assertThat(doctor.out()).contains(
                "name server " + shell.nameServer(), "knows broker-a", "answers at " + shell.broker());
        LiveShell.Result nobody = shell.offline("-n", "127.0.0.1:1", "doctor");
        assertThat(nobody.exitCode()).isEqualTo(1);
        assertThat(nobody.out()).contains("[FAIL] name server 127.0.0.1:1", "-> ");
    }
}
