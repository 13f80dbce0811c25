/**
 * Names under which keys, passwords and tokens are commonly kept: such files stay out of data sets and counts unless somebody asks for them by name.
 * It goes by the name alone and never reads the file. Where a name is common for both, a secret and a text, it counts as a secret: what is left out is listed.
 */

/** Endings of files that hold settings or lists, perhaps encrypted; code and prose about secrets have others. */
const settings = String.raw`(?:\.(?:json|ya?ml|toml|ini|cfg|conf|config|xml|csv|tsv|txt|properties|plist|db))?(?:\.enc)?$`;

/** Whose tokens they are that people keep in files of such names: of a service, or for a purpose. "end_token" is no secret. */
const tokensOf =
  "auth|oauth|access|api|bearer|refresh|session|personal|deploy|bot|jwt|vault|github|gitlab|npm|pypi|hf|huggingface|slack|discord|telegram|openai";

/** Matched against plain names: in lower case, without what copies add, and the environment that they are for. The first group is the word that a glob must write to ask for the file. */
const patterns: readonly RegExp[] = [
  // Of SSH. The public half of a pair is no secret.
  /^(id_(?:rsa|dsa|ecdsa|ed25519|xmss))(?![a-z])(?!.*\.pub$)/,
  /[-_.](rsa|dsa|ecdsa|ed25519)$/,
  /^(ssh_host_[a-z0-9]+_key)$/,
  // Private keys, key stores and password stores of any program; state that holds them.
  /\.(pem|key|p12|pfx|p8|pkcs8|pkcs12|ppk|jks|jceks|bks|keystore|keytab|kdbx?|agekey|gpg|pgp|ovpn|kubeconfig|tfvars|tfstate|secrets?|htpasswd)$/,
  /^(secring|token|stored_tokens|wallet\.dat|wp-config\.php)$/,
  new RegExp(`^(kubeconfig)${settings}`),
  new RegExp(`(?:^|[-_.])((?:ssh|deploy|private|signing|encryption|secret)[-_]?key)${settings}`),
  new RegExp(`(?:^|[-_. ])(credentials?|secrets|passwords|passwd|access_?keys|rootkey)${settings}`),
  new RegExp(`^(secret|password|api[-_]?keys?|(?:${tokensOf})[-_]?tokens?)${settings}`),
  /(client[-_]secret|service[-_]?account|firebase-adminsdk|local\.settings|\.tfvars).*\.json$/,
  /^(kaggle|auth|token|google-services)\.json$/,
  /^(googleservice-info)\.plist$/,
  /^(vault)\.ya?ml$/, // of Ansible
  /(secret|private).*\.asc$/, // other .asc files may be AsciiDoc
  /^(rclone)\.conf$/,
  // Environment files, with and without a dot, and the files that programs keep logins in.
  /^(\.env)/,
  /^(env)$/,
  /\.(env)$/,
  /^[._]?(netrc|npmrc|pypirc|pgpass|git-credentials|htpasswd|dockercfg|dockerconfigjson|vault-token|s3cfg|boto|my\.cnf|mylogin\.cnf|terraformrc)(?:\.conf)?$/,
];

/** What copies and editors add to a name, and mail programs that want an ending they know: the copy is as secret. */
const copyEnding = /(?:\.(?:bak|backup|old|orig|save|copy|tmp|swp|txt|\d+)|[~#]|[ _-]+copy(?: \d+)?| ?\((?:\d+|copy)\)|[. ]+)+$/;
const copyStart = /^(?:copy of |~\$|\.?#)/;
const copyInside = /[ _-]+copy(?: \d+)?(?=\.[^.]+$)/;
const environment = /[-_.](?:local|prod|production|dev|development|stage|staging|test|qa)(?=[-_.]|$)/g;

/** As a reader sees it, whatever its characters are. */
const plain = (text: string): string =>
  text
    .normalize("NFKC")
    .replaceAll(/\p{Cf}/gu, "")
    .toLowerCase();

/** The word by which a name is one that secrets have; undefined: it is not. */
export function secretWord(name: string): string | undefined {
  const whole = plain(name).trimEnd();
  const original = whole.replace(copyStart, "").replace(copyInside, "");
  const bare = original.replace(copyEnding, "");
  for (const each of [whole, original, bare, original.replaceAll(environment, ""), bare.replaceAll(environment, "")])
    for (const pattern of patterns) {
      const word = pattern.exec(each)?.[1];
      if (word !== undefined) return word;
    }
  return undefined;
}

/** Whether a glob asks for files of this word by name: it writes the word in its last segment. A glob for all files asks for none of them. */
export const asksForSecret = (glob: string, word: string): boolean => plain(glob.slice(glob.lastIndexOf("/") + 1)).includes(word);
