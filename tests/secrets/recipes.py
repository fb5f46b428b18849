# SPDX-License-Identifier: Apache-2.0
"""Labelled lines, made from recipes with a fixed seed: secrets that were never anyone's, and what looks like them.

lines() gives (place, name, text, is_secret, recipe). Tokens are made by the services' published formats, with their checksums.
"""
import base64
import binascii
import json
import random
import string

LOWER, UPPER, DIGITS = string.ascii_lowercase, string.ascii_uppercase, string.digits
ALNUM = LOWER + UPPER + DIGITS
BASE62 = DIGITS + UPPER + LOWER
URL = ALNUM + "-_"
HEX = "0123456789abcdef"


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def text(self, alphabet, length):
        return "".join(self.random.choice(alphabet) for _ in range(length))

    def checked(self, prefix, length=36):
        body = self.text(ALNUM, length - 6)
        crc, check = binascii.crc32(body.encode()), ""
        for _ in range(6):
            crc, digit = divmod(crc, 62)
            check = BASE62[digit] + check
        return prefix + body + check

    def b64(self, size):
        return base64.b64encode(bytes(self.random.randrange(256) for _ in range(size))).decode()

    def words(self):
        return self.random.choice("plover heron avocet dunlin knot curlew godwit".split())

    def password(self):
        return self.random.choice([
            lambda: self.words().capitalize() + self.text(DIGITS, 3) + "!",
            lambda: self.text(ALNUM, 12) + "7a",
            lambda: self.words() + "-" + self.words() + self.text(DIGITS, 2),
            lambda: self.text(LOWER, 9),
            lambda: self.text(ALNUM + "#%+@_", 16) + "3x",
        ])()

    def jwt(self):
        part = lambda value: base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
        return ".".join([part({"alg": "HS256", "typ": "JWT"}), part({"sub": self.text(DIGITS, 9), "iat": 1}), self.text(URL, 43)])

    def key_block(self, label):
        body = self.b64(360)
        lines = [body[at:at + 64] for at in range(0, len(body), 64)]
        return f"-----BEGIN {label}-----\n" + "\n".join(lines) + f"\n-----END {label}-----\n"


def tokens(m):
    """One fresh value of each service's form."""
    return {
        "github": m.checked("ghp_"), "github-app": m.checked("ghs_"), "npm": m.checked("npm_"), "gitlab": "glpat-" + m.text(URL, 20),
        "aws-id": "AKIA" + m.text(UPPER + "234567", 16), "gcp": "AIza" + m.text(URL, 35), "slack": f"xoxb-{m.text(DIGITS, 12)}-{m.text(DIGITS, 12)}-{m.text(ALNUM, 24)}",
        "sendgrid": f"SG.{m.text(URL, 22)}.{m.text(URL, 43)}", "stripe": "sk_live_" + m.text(ALNUM, 24), "docker": "dckr_pat_" + m.text(URL, 27),
        "pypi": "pypi-AgEIcHlwaS5vcmcC" + m.text(URL, 120), "hugging-face": "hf_" + m.text(ALNUM, 34), "digitalocean": "dop_v1_" + m.text(HEX, 64),
        "shopify": "shpat_" + m.text(HEX, 32), "linear": "lin_api_" + m.text(ALNUM, 40), "grafana": f"glsa_{m.text(ALNUM, 32)}_{m.text(HEX, 8)}",
        "vault": "hvs." + m.text(URL, 92), "square": "sq0atp-" + m.text(URL, 22), "telegram": f"{m.text('123456789', 9)}:AA{m.text(URL, 33)}",
        "mailchimp": m.text(HEX, 32) + "-us14", "databricks": "dapi" + m.text(HEX, 32), "openai": f"sk-proj-{m.text(ALNUM, 20)}T3BlbkFJ{m.text(ALNUM, 20)}",
        "jwt": m.jwt(), "azure-secret": m.text(ALNUM, 3) + "8Q~" + m.text(ALNUM + "_-~", 34), "postman": f"PMAK-{m.text(HEX, 24)}-{m.text(HEX, 34)}",
        "new-relic": "NRAK-" + m.text(UPPER + DIGITS, 27), "pulumi": "pul-" + m.text(HEX, 40), "rubygems": "rubygems_" + m.text(HEX, 48),
        "alibaba": "LTAI" + m.text(ALNUM, 20), "slack-hook": f"https://hooks.slack.com/services/T{m.text(UPPER + DIGITS, 8)}/B{m.text(UPPER + DIGITS, 8)}/{m.text(ALNUM, 24)}",
        "age": "AGE-SECRET-KEY-1" + m.text(UPPER + DIGITS, 58), "doppler": "dp.pt." + m.text(ALNUM, 43),
    }


PASSWORD_NAMES = ("DB_PASSWORD POSTGRES_PASSWORD MYSQL_ROOT_PASSWORD REDIS_PASS ADMIN_PWD SMTP_PASSWORD dbPassword spring.datasource.password "
                  "KEYSTORE_PASSPHRASE LDAP_BIND_PASSWORD RABBITMQ_DEFAULT_PASS ftp_passwd PGPASSWORD MONGO_INITDB_ROOT_PASSWORD").split()
TOKEN_NAMES = "API_TOKEN SECRET_KEY JWT_SECRET CLIENT_SECRET apiKey ACCESS_TOKEN SESSION_SECRET auth_token ENCRYPTION_KEY NPM_TOKEN".split()


def secrets(m):
    for name in PASSWORD_NAMES:
        for _ in range(3):
            yield "env", name, m.password(), "password by name"
    for name in TOKEN_NAMES:
        yield "env", name, m.text(ALNUM, 32), "token by name"
        yield "arg", name, m.text(HEX, 40), "token by name"
    for kind, value in tokens(m).items():
        yield "env", "SETTING", value, f"{kind} by its form"
        yield "command", "", f"export X={value} && make", f"{kind} in a command"
    for scheme in ("postgres", "mysql", "amqp", "mongodb+srv", "https", "ftp"):
        yield "env", "BACKEND", f"{scheme}://app:{m.text(ALNUM, 10)}@db.internal:5432/x", "URL"
    yield "env", "REDIS_URL", f"redis://:{m.password().replace('@', '_').replace('#', '_')}@cache:6379/0", "URL without a user"
    yield "command", "", f"git clone https://oauth2:{m.text(ALNUM, 20)}@git.internal/x.git", "URL"
    yield "command", "", f'curl -H "Authorization: Bearer {m.text(ALNUM, 40)}" https://x', "header"
    yield "command", "", f"curl -u deploy:{m.text(ALNUM, 12)} https://x/y", "curl -u"
    yield "command", "", f"mysql -u root --password={m.text(ALNUM, 10)} -e 'select 1'", "option"
    yield "command", "", f"mysqldump -uroot -p{m.text(ALNUM, 10)}9 x", "glued option"
    yield "command", "", f"docker login -u ci -p {m.text(ALNUM, 14)} registry.internal", "login"
    yield "command", "", f"sshpass -p {m.text(ALNUM, 9)}4 ssh x", "sshpass"
    yield "command", "", f"echo 'root:{m.text(ALNUM, 9)}' | chpasswd", "chpasswd"
    yield "command", "", f"npm config set //registry.internal/:_authToken={m.text(HEX, 8)}-{m.text(HEX, 24)}", "npm config"
    yield "arg", "AWS_SECRET_ACCESS_KEY", m.text(ALNUM + "/+", 40), "AWS secret"
    yield "file", "root/.aws/credentials", f"[default]\naws_secret_access_key = {m.text(ALNUM, 40)}\n", "AWS file"
    yield "file", "root/.netrc", f"machine api.internal login me password {m.text(ALNUM, 9)}\n", "netrc"
    yield "file", "root/.npmrc", f"//registry.npmjs.org/:_authToken={m.checked('npm_')}\n", "npmrc"
    yield "file", "root/.pypirc", f"[pypi]\nusername = me\npassword = {m.text(ALNUM, 14)}2\n", "pypirc"
    auth = base64.b64encode(f"me:{m.text(ALNUM, 9)}".encode()).decode()
    yield "file", "root/.docker/config.json", json.dumps({"auths": {"registry.internal": {"auth": auth}}}), "docker config"
    yield "file", "root/.kube/config", f"users:\n- user:\n    client-key-data: {m.b64(90)}\n", "kube config"
    yield "file", "root/.git-credentials", f"https://me:{m.text(ALNUM, 20)}@git.internal\n", "git credentials"
    yield "file", "root/.pgpass", f"db:5432:*:app:{m.text(ALNUM, 9)}\n", "pgpass"
    yield "file", "etc/shadow", f"app:$6$saltsalt${m.text(ALNUM + './', 86)}:19000:0:99999:7:::\n", "shadow"
    yield "file", "srv/.htpasswd", f"app:$apr1${m.text(ALNUM, 8)}${m.text(ALNUM + './', 22)}\n", "htpasswd"
    yield "file", "app/.env", f"HOST=db\nDB_PASSWORD={m.text(ALNUM, 11)}\n", ".env"
    yield "file", "app/config.yml", f"database:\n  password: \"{m.password()}\"\n", "YAML"
    yield "file", "app/appsettings.json", json.dumps({"ConnectionStrings": {"x": f"Server=db;User=sa;Password={m.text(ALNUM, 12)};"}}), "connection string"
    yield "file", "wp-config.php", f"define('DB_PASSWORD', '{m.text(ALNUM, 11)}');\n", "PHP"
    yield "file", "root/.m2/settings.xml", f"<server><password>{m.text(ALNUM, 11)}</password></server>", "Maven"
    for label in ("RSA PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY", "PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "PGP PRIVATE KEY BLOCK"):
        yield "file", "app/tls.key", m.key_block(label), "key block"
    yield "file", "sa.json", json.dumps({"type": "service_account", "private_key": m.key_block("PRIVATE KEY")}), "service account"
    yield "env", "TLS_KEY", m.key_block("PRIVATE KEY").replace("\n", "\\n"), "key in a variable"


HARMLESS_PAIRS = """KEYBOARD_LAYOUT=us|KEYUTILS_VERSION=1.6.3-r3|MONKEY_PATCH=gevent|TOKENIZERS_PARALLELISM=false|PASSWORD_FILE=/run/secrets/db
POSTGRES_PASSWORD_FILE=/run/secrets/pg|SECRET_NAME=prod-db-credentials-7|PASSENGER_PORT=8080|COMPASS_VERSION=1.32.1|BYPASS_CACHE=1|TOKEN_TTL=86400
PUBLIC_KEY_URL=https://keys.internal/a1b2|GPG_KEY=E3FF2839C048B25C084DEBE9B26995E310250568|KEY_SERVER=hkps://keys.openpgp.org|AUTHOR=Me
AUTH_URL=https://login.internal/v3|API_KEY_HEADER=X-Api-Key|PWD=/srv/app1|OLDPWD=/srv|SSH_AUTH_SOCK=/run/agent.9|PASSWORD_MIN_LENGTH=12
PASSWORD_POLICY=strict-12-mixed|TOKEN_ENDPOINT=https://login.internal/token|SECRET_BACKEND=vault-7-prod|API_KEY_ID=a1b2c3d4e5f6a7b8|TOKEN_LIMIT=4096
MAX_TOKENS=2048|PASSWORD_RESET_URL=https://x.internal/reset?id=7|USE_SECRET_STORE=true|SECRETS_DIR=/etc/secrets1/x|TOKEN_TYPE=Bearer2
COOKIE_SECURE=true|KEYCLOAK_REALM=prod1|PASSWORDLESS=1|CSRF_TOKEN_NAME=csrf_token_7|SSLKEYLOGFILE=/tmp/k1|PASSWORD_HASHERS=argon2id-v19
ACCESS_KEY_ID_FILE=/run/secrets/a1|TOKEN_SECRET_REF=vault:kv/app#token7|DB_USER=postgres|GIT_COMMIT=3f786850e387550fdab836ed7e6dc881de23001b
PYTHON_SHA256=5aefe6ade911d997af080b315ebcb7f882212d070465df544e1175ac2be519b4|NODE_VERSION=18.17.1|BUILD_ID=9b74c9897bac770ffc029102a200c5de
REQUEST_ID=8c1f3e9a-5a77-4c5b-9f0e-2d9d6c1a7b11|IMAGE_DIGEST=sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
JAVA_OPTS=-Djavax.net.ssl.trustStore=/etc/ssl/cacerts1|PATH=/usr/local/sbin:/usr/local/bin|LANG=C.UTF-8|KEYRING=/usr/share/keyrings/x1.gpg"""

HARMLESS_COMMANDS = """apk add keyutils=1.6.3-r3 passwd=4.13|apt-get install -y libpam-pwquality1 libsecret-1-0 gnome-keyring|passwd -d root|passwd -l app && usermod -p '*' app
useradd --password "$PW" app|echo "$DB_PASSWORD" > /run/x|curl -H "Authorization: Bearer $TOKEN" https://x|git clone https://$USER:$TOKEN@git.internal/x
mysql -u root -p"$MYSQL_ROOT_PASSWORD" -e x|npm config set //registry.internal/:_authToken=${NPM_TOKEN}|docker login -u ci --password-stdin registry.internal
curl -u "$USER:$PASS" https://x|wget http://mirror.internal:8080/a@b|ssh git@git.internal:22|pip install scikit-learn sk-learn|npm run build -- --token-map=x.json
openssl rand -hex 32 > /run/secret|export PASSWORD=$(cat /run/secrets/p)|vault read -field=password secret/app|kubectl create secret generic x --from-file=password=/x
sed -i 's/password=.*/password=REPLACE_ME/' /etc/x|grep -r password /etc || true|echo 'see https://docs.internal/token for tokens'|aws ssm get-parameter --name /app/password --with-decryption
htpasswd -cb /etc/x admin "$PW"|sshpass -e ssh x|chpasswd < /run/secrets/users|ssh-keygen -t ed25519 -N '' -f /etc/ssh/k|gpg --batch --passphrase "" --gen-key x
keytool -storepass changeit -list|psql postgres://app:${DB_PASSWORD}@db/x|ARG TOKEN|ENV SECRET_KEY=|read -s -p 'Password: ' pw"""

HARMLESS_LINES = """password = getpass.getpass()|token = request.headers["X-Token"]|const secret = process.env.SECRET;|password: String,|def set_password(self, password):
  --password PASSWORD  the password to use|"password": null,|self.token = token|password = config.get('db', 'password')|if password == confirm_password:
assert token is not None|secret := os.Getenv("SECRET")|private String password;|token: ${{ secrets.GITHUB_TOKEN }}|password: {{ .Values.db.password }}
password: <your password>|api_key = "YOUR_API_KEY_HERE"|secret: changeme|token: xxxxxxxxxxxxxxxxxxxx|password=********|<password>{COQLCE6DU6GtcS5P=}</password>
password: "!vault secret"|# password: set it in the environment|passwordField.setText("");|tokens = tokenizer.encode(text)|max_tokens: 4096|token_count += 1
the password is stored by the keyring|return TokenResponse(token=token)|"secretName": "tls-cert-7",|ghp_short1|AKIAFAKE|xoxb-your-token-here|hf_hub_download("a/b1")|npm_config_loglevel=warn1
-----BEGIN PUBLIC KEY-----|-----BEGIN CERTIFICATE-----|if line.startswith("-----BEGIN RSA PRIVATE KEY-----"):|eyJhbGciOiJIUzI1NiJ9|sha512-9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08==
integrity sha1-3f786850e387550fdab836ed7e6dc881de23001b|git@github.com:org/token-service.git|mailto:user:name@host.internal|http://user@host.internal/|http://localhost:8080/@scope/pkg1
password.min.length=12|password.encoder=bcrypt2|oauth.token.uri=https://x.internal/a1|secret.rotation.days=90|token.header=X-Auth-Token1|ssl.keystore.password=${KEYSTORE_PASSWORD}"""

REFERENCES = ["${VALUE}", "$VALUE", "$(cat /run/secrets/x)", "{{ value }}", "<password>", "%(value)s", "@@VALUE@@", "/run/secrets/value", "vault:secret/data/app#value"]
PLACEHOLDERS = ["changeme", "CHANGE_ME", "example", "placeholder", "your-password-here", "xxxxxxxxxx", "********", "REPLACE_ME", "todo", "dummy", "none", "null", "true", ""]


def harmless(m):
    for row in HARMLESS_PAIRS.replace("\n", "|").split("|"):
        name, value = row.split("=", 1)
        yield "env", name, value, "name only looks like one"
    for name in ("DB_PASSWORD", "API_TOKEN", "SECRET_KEY"):
        for value in REFERENCES:
            yield "env", name, value, "reference"
        for value in PLACEHOLDERS:
            yield "env", name, value, "placeholder"
    for row in HARMLESS_COMMANDS.replace("\n", "|").split("|"):
        yield "command", "", row, "command"
    for row in HARMLESS_LINES.replace("\n", "|").split("|"):
        yield "file", "app/source.txt", row + "\n", "line of a program or its settings"
    for _ in range(12):
        yield "file", "app/source.txt", f'checksum = "{m.text(HEX, 64)}"\n', "checksum"
        yield "label", "org.opencontainers.image.revision", m.text(HEX, 40), "revision"
        yield "label", "org.opencontainers.image.description", f"keeps passwords and tokens of {m.words()} safe", "description"


def lines(seed=20240501):
    m = Maker(seed)
    return [(*row[:3], True, row[3]) for row in secrets(m)] + [(*row[:3], False, row[3]) for row in harmless(m)]
