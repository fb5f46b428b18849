/* SPDX-License-Identifier: Apache-2.0 */
/* Judging a host while memory runs out: reported as no memory, nothing held, whichever allocation fails. */
#include "unit.h"

#include "bundle/bundle.h"

static const struct {
    cdk_evidence_kind kind;
    const char *text;
} documents[] = {
    {CDK_EV_INFO, "{\"SecurityOptions\":[\"name=seccomp,profile=builtin\"],\"Driver\":\"overlay2\",\"Swarm\":{\"LocalNodeState\":\"active\","
                  "\"ControlAvailable\":true,\"Managers\":3},\"RegistryConfig\":{\"InsecureRegistryCIDRs\":[\"10.0.0.0/8\"]},\"DockerRootDir\":\"/x/1.2\"}"},
    {CDK_EV_CONTAINERS, "[{\"Id\":\"aa\",\"Name\":\"/a\",\"HostConfig\":{\"Privileged\":true,\"Binds\":[\"/etc:/x\"],\"SecurityOpt\":[\"seccomp={}\"],"
                        "\"PortBindings\":{\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"80\"}]},\"NetworkMode\":\"container:aa\"},\"Config\":{\"User\":\"0:0\"}},"
                        "{\"Id\":\"bb\",\"Name\":\"/b\",\"HostConfig\":7}]"},
    {CDK_EV_DAEMON_JSON, "{\"hosts\":[\"tcp://a:1\"],\"tlsverify\":true,\"log-driver\":\"syslog\",\"log-opts\":{\"syslog-address\":\"udp://h:1\"}}"},
    {CDK_EV_DOCKERD_ARGV, "dockerd\n-D\n--default-ulimit\nnofile=1:2\n"},
    {CDK_EV_STAT, "/etc/docker\tdir\troot\troot\t0777\n/run/docker.sock\tsocket\troot\tdocker\t0660\n/etc/docker/certs.d/r/ca.crt\tfile\troot\troot\t0644\n"},
    {CDK_EV_AUDIT_RULES, "-w /etc/docker -p wa\n"},
    {CDK_EV_MOUNTS, "/dev/a / ext4 rw 0 0\n"},
    {CDK_EV_DOCKER_GROUP, "docker:x:1:ann\n"},
    {CDK_EV_LISTENERS, "LISTEN 0 1 *:2377 *:*\n"},
    {CDK_EV_IMAGES, "[{\"Id\":\"i\",\"RepoTags\":[\"t\"],\"Config\":{\"Env\":[\"A=b\"]}}]"},
    {CDK_EV_IMAGE_HISTORY, "{\"i\":[{\"CreatedBy\":\"/bin/sh -c apt-get update\"}]}"},
    {CDK_EV_EXEC_LOG, "docker exec -u root a\n{\"ProcessConfig\":{\"user\":\"0\"}}\ntype=EXECVE a0=\"docker\" a1=65786563 a2=\"--privileged\"\n"},
    {CDK_EV_SERVICES, "[{\"ID\":\"v\",\"Spec\":{\"Name\":\"s\",\"TaskTemplate\":{\"ContainerSpec\":{\"Env\":[\"DB_PASSWORD=x\"]}}}}]"},
    {CDK_EV_SWARM, "{\"TLSInfo\":{\"TrustRoot\":\"-----BEGIN CERTIFICATE-----\\nMIIBazCCARCg\\n-----END CERTIFICATE-----\"}}"},
    {CDK_EV_DOCKER_UNIT, "[Service]\nEnvironment=DOCKER_CERT_PATH=/c DOCKER_TLS_VERIFY=1\n"},
    {CDK_EV_SITE, "{\"root_ca_max_days\":1,\"swarm_managers\":{\"min\":\"x\"}}"},
    {CDK_EV_TOP, "{\"aa\":{\"Titles\":[\"UID\",\"PID\",\"PPID\",\"CMD\"],\"Processes\":[[\"root\",\"1\",\"0\",\"sshd\"]]}}"},
};

typedef struct text {
    const char *p;
} text;

static int64_t read_text(void *user, uint64_t offset, uint8_t *buffer, size_t size)
{
    const char *p = ((text *)user)->p;
    size_t n = strlen(p) - (size_t)offset;
    if (n > size) n = size;
    memcpy(buffer, p + offset, n);
    return (int64_t)n;
}

static int64_t length_of(void *user)
{
    return (int64_t)strlen(((text *)user)->p);
}

static int32_t judge(unit *u)
{
    cdk_evidence *evidence = NULL;
    cdk_bundle *bundle = NULL;
    cdk_evaluation *evaluation = NULL;
    cdk_selection selection;
    cdk_selection_init(&selection);
    selection.scope = CDK_SCOPE_HOST;
    int32_t status = cdk_evidence_new(&u->env, &evidence);
    for (size_t i = 0; !status && i < sizeof documents / sizeof *documents; i++) {
        text state = {documents[i].text};
        cisdock_source source = {.struct_size = sizeof source, .user = &state, .read_at = read_text, .length = length_of};
        status = cdk_evidence_add_document(&u->env, evidence, documents[i].kind, NULL, &source);
    }
    if (!status) status = cdk_bundle_builtin(&u->env, CDK_STR("cis-docker-1.8.0"), &bundle);
    if (!status) status = cdk_bundle_evaluate(&u->env, bundle, NULL, evidence, &selection, &evaluation);
    cdk_evaluation_free(evaluation);
    cdk_bundle_free(bundle);
    cdk_evidence_free(evidence);
    return status;
}

static void survives_failed_allocations(void **state)
{
    (void)state;
    bool reached = true;
    for (long k = 0; reached; k++) {
        unit u;
        unit_begin(&u, k);
        int32_t status = judge(&u);
        reached = u.allocations > k;
        unit_end(&u);
        assert_int_equal(status, reached && status ? CISDOCK_E_NO_MEMORY : CISDOCK_OK);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(survives_failed_allocations)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
