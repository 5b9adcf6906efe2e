package io.skylark.conformance;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/// Turns a method with [EachClient] into one test for each client variant.
final class ClientMatrix implements TestTemplateInvocationContextProvider {
    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        Method method = context.getRequiredTestMethod();
        EachClient scenario = method.getAnnotation(EachClient.class);
        List<String> clients = List.of(scenario.clients());
        return ClientVariant.all(scenario.headers()).stream()
                .filter(variant -> clients.isEmpty() || clients.contains(variant.version()))
                .map(variant -> invocation(method.getName() + ", " + variant, scenario, variant));
    }

    private static TestTemplateInvocationContext invocation(String name, EachClient scenario,
            ClientVariant variant) {
        return new TestTemplateInvocationContext() {
            @Override
            public String getDisplayName(int index) {
                return name;
            }

            @Override
            public List<Extension> getAdditionalExtensions() {
                return List.of(new VariantInvocation(scenario, variant));
            }
        };
    }
}
