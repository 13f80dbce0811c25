/** Names that keys, passwords and tokens are kept under. The lists are of names that programs write by themselves, and of what people make of them. */
import { describe, expect, it } from "vitest";
import { asksForSecret, secretWord } from "../../../src/core/files/secretNames.ts";

const secrets = [
  // OpenSSH, PuTTY
  [
    "id_rsa",
    "id_dsa",
    "id_ecdsa",
    "id_ed25519",
    "id_ed25519_sk",
    "id_xmss",
    "id_rsa_work",
    "ssh_host_ed25519_key",
    "deploy_rsa",
    "github.ed25519",
    "a.ppk",
  ],
  // OpenSSL, Java, Apple, KeePass, age, Kerberos, OpenVPN, GnuPG
  [
    "server.pem",
    "privkey.pem",
    "x.key",
    "master.key",
    "a.p12",
    "a.pfx",
    "AuthKey_1.p8",
    "a.jks",
    "debug.keystore",
    "a.kdbx",
    "a.agekey",
    "a.keytab",
  ],
  ["client.ovpn", "secring.gpg", "secring", "my-private.asc", "private_key"],
  // Clouds and their tools
  ["credentials", "credentials.json", "aws-credentials.csv", "accessKeys.csv", "me_accessKeys.csv", "rootkey.csv", "credentials.ini"],
  ["client_secret_1.apps.googleusercontent.com.json", "service-account.json", "my_service_account_key.json", "x-firebase-adminsdk-1.json"],
  [
    "kubeconfig",
    "prod.kubeconfig",
    "terraform.tfstate",
    "terraform.tfstate.backup",
    "prod.tfvars",
    "a.auto.tfvars.json",
    "local.settings.json",
  ],
  ["kaggle.json", "rclone.conf", "token", "stored_tokens", "token.json", "auth.json"],
  // Logins
  [
    ".netrc",
    "_netrc",
    "netrc",
    ".npmrc",
    ".pypirc",
    ".pgpass",
    "pgpass.conf",
    ".git-credentials",
    ".htpasswd",
    "htpasswd",
    ".dockercfg",
    ".s3cfg",
    ".my.cnf",
  ],
  // Environments
  [".env", ".env.local", ".envrc", "prod.env", "env", "env.local"],
  // By people
  [
    "secrets",
    "secrets.yaml",
    "app-secrets.yml",
    "secret.json",
    "passwords.txt",
    "password",
    "passwd",
    "api_key.txt",
    "apikeys.json",
    "access_token",
  ],
  // For one environment, or encrypted, which the name does not tell
  [
    "secrets.production.yaml",
    "credentials.dev.json",
    "secrets-staging.yml",
    "secrets.yml.enc",
    "my.secrets.local.json",
    "env.production.local",
    ".env.production",
    "kubeconfig.yaml",
    "kubeconfig-prod.yml",
  ],
  // Of services
  ["github_token", "gitlab-token.txt", "hf_token", "npm_token.txt", "slack-token.json", "refresh_token.txt", "bot_token"],
  ["application_default_credentials.json", "gcloud-credentials.json", "google-services.json", "GoogleService-Info.plist", "wallet.dat"],
  ["vault.yml", "wp-config.php", ".pgpass.bak", "id_ecdsa-sk", "ssh_host_rsa_key", ".ssh_key", "deploy_key", "cert.pem.txt.bak"],
  // Copies, and capitals
  [
    "id_rsa.bak",
    "id_rsa~",
    "id_rsa (1)",
    "id_rsa copy",
    "server.key.old",
    "server (1).pem",
    "server.key.txt",
    "prod.env.1",
    "ID_RSA",
    "Server.PEM",
    "server.key - Copy",
    "Copy of credentials.json",
    "copy of id_rsa",
    "credentials copy.json",
    "id_rsa (copy)",
    "server.key.txt.bak",
    "id_rsa ",
    "server.key.",
    "id_rsa\u200b",
    "#id_rsa#",
    ".#id_rsa",
    ".id_rsa.swp",
    "id_rsa.orig",
    "\uff49d_rsa",
  ],
].flat();

const others = [
  [
    "id_rsa.pub",
    "id_ed25519.pub",
    "rsa.md",
    "rsa",
    "known_hosts",
    "authorized_keys",
    "keys.md",
    "key.txt",
    "monkey",
    "a.keys",
    "keyboard.ts",
  ],
  [
    "credentials.ts",
    "credentials.md",
    "CredentialStore.java",
    "secrets.py",
    "secretary.txt",
    "secret-garden.txt",
    "passwords.rs",
    "password-hash.go",
  ],
  [
    "env.ts",
    "env.d.ts",
    "environment",
    "tokens.txt",
    "tokens",
    "token.ts",
    "tokenizer.json",
    "auth.ts",
    "book.asc",
    "notes.txt",
    "README",
    "a.p1",
    "vault.ts",
    "special_tokens.txt",
    "end_token.txt",
    "bos-token.md",
    "copy of notes.txt",
    "deploy.md",
    "secrets.production.md",
    "kubeconfig.md",
    "wallet.ts",
  ],
].flat();

describe("secretWord", () => {
  it.each(secrets)("%s is a secret by its name, and a glob that writes the name asks for it", (name) => {
    const word = secretWord(name);
    expect(word).toBeDefined();
    expect(asksForSecret(`**/${name}`, word ?? "")).toBe(true);
    expect(asksForSecret("**/*", word ?? "")).toBe(false);
    expect(asksForSecret("**/.*", word ?? "")).toBe(false);
  });

  it.each(others)("%s is none", (name) => {
    expect(secretWord(name)).toBeUndefined();
  });
});

it.each([
  { glob: "**/*.pem", word: "pem", asks: true },
  { glob: "**/*.{md,PEM}", word: "pem", asks: true },
  { glob: "keys/id_rsa", word: "id_rsa", asks: true },
  { glob: "pem/**", word: "pem", asks: false },
  { glob: "**/*.*", word: "pem", asks: false },
  { glob: "**/*.k*", word: "key", asks: false },
])("$glob asks for $word: $asks", ({ glob, word, asks }) => {
  expect(asksForSecret(glob, word)).toBe(asks);
});
