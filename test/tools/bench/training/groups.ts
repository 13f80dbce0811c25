/** What kind of word each of the novel's 300 most frequent tokens is, by hand: coarse parts of speech; and twelve probe words with words of their kind.
 *  Only the benchmark uses them: the product knows nothing of any word. */

/** Tokens as GPT-2 writes them, a space in front where they have one; each line is one part of speech. */
const parts: Readonly<Record<string, string>> = {
  pronoun:
    " she| he| it| you| I| She| him| me| He| them| they| It|I| herself| himself|She| They|He| we|It|You| You| nothing| anything| something| who|What| what| one",
  determiner:
    " the| a| her| his| The| an| no| some| any| their|The| my| this| your| its| A| every| such| own| all| His| Her|a| more| much| few| other| half|No",
  preposition:
    " to| of| in| with| at| for| from| on| upon| into| about| over| before| by| after| under| through| without| toward| against| across| during| like| around",
  conjunction: " and| that| which| as| or| when| but| if| But| while| than| where|When| And| so|Oh",
  auxiliary:
    " was| had| were| have| be| would| been| did| is| could| do| will| might| are| must| am| let| should| shall| has|'m|'s|'t|is| being| having| don",
  verb: " said| went| go| know| see| thought| come| asked| think| left| looked| came| felt| seemed| sat| say| made| took| take| began| found| look| knew| gone| stood| walked| feel| told| want| laughed| put| seated| stay| tell| heard| make| looking| going| feeling| love",
  noun: " house| time| hand| way| woman| eyes| children| face| room| day| night| husband| water| head| table| wife| dinner| things| morning| life| door| letter| hair| hands| mother| people| afternoon| mind| bed| sun| summer| women| man| moment| father| light| soul| voice| home",
  adjective: " little| good| old| long| young| white| black| small| first| alone| soft| many| two| far",
  adverb:
    " not| there| out| up| away| back| very| never| down| only| again| well| always| here| too| once| still| even| off| ever| sometimes| There",
  punctuation: `.|,|"|;|."|-| "|,"|--|?"|!|?|!"|\n\n| `,
  name: " Robert| Mrs| Madame| Mr| Mons| Doctor| Victor| Ed| Pon| Le| Rat| Mad|Ed|Mad| Re| High",
};

/** Part of speech by token text. Pieces of names and words ("na", "ier") have none and are left out. */
export const partOfSpeech: ReadonlyMap<string, string> = new Map(
  Object.entries(parts).flatMap(([part, tokens]) => tokens.split("|").map((token) => [token, part] as const)),
);

/** Twelve words and the small group each belongs to. */
export const probes: readonly { readonly word: string; readonly kin: readonly string[] }[] = [
  { word: " he", kin: [" she", " they", " I", " we", " it", " you", " He", " She", " who", " They", " Robert", " Edna"] },
  { word: " her", kin: [" his", " their", " my", " your", " the", " its", " a", " our", " him", " them", " me", " himself", " herself"] },
  {
    word: " said",
    kin: [
      " answered",
      " asked",
      " replied",
      " exclaimed",
      " laughed",
      " told",
      " cried",
      " thought",
      " returned",
      " murmured",
      " knew",
      " went",
    ],
  },
  { word: " was", kin: [" is", " had", " did", " were", " would", " could", " has", " are", " be", " might", " seemed", " must"] },
  {
    word: " and",
    kin: [" but", ",", " which", " with", " or", " as", " that", " when", ";", " while", " if", " for"],
  },
  {
    word: " in",
    kin: [" at", " on", " of", " to", " from", " with", " upon", " into", " by", " for", " over", " about", " through", " under"],
  },
  {
    word: " woman",
    kin: [
      " man",
      " girl",
      " lady",
      " wife",
      " husband",
      " mother",
      " boy",
      " women",
      " men",
      " child",
      " children",
      " people",
      " person",
      " father",
    ],
  },
  {
    word: " sea",
    kin: [
      " water",
      " beach",
      " sun",
      " moon",
      " sky",
      " Gulf",
      " air",
      " night",
      " island",
      " sand",
      " wind",
      " world",
      " light",
      " garden",
      " house",
      " street",
    ],
  },
  {
    word: " eyes",
    kin: [
      " hands",
      " hand",
      " face",
      " hair",
      " head",
      " arms",
      " lips",
      " mouth",
      " voice",
      " arm",
      " feet",
      " body",
      " mind",
      " heart",
      " shoulder",
    ],
  },
  {
    word: " Robert",
    kin: [" Edna", " Madame", " Mrs", " Mr", " Mariequita", " Victor", " Alcée", " Arobin", " Adele", " he", " she", " Ed", " Monsieur"],
  },
  {
    word: " looked",
    kin: [
      " went",
      " came",
      " sat",
      " walked",
      " stood",
      " turned",
      " felt",
      " seemed",
      " saw",
      " began",
      " took",
      " gazed",
      " gave",
      " passed",
    ],
  },
  {
    word: " little",
    kin: [" small", " old", " young", " great", " good", " long", " few", " white", " large", " big", " pretty", " certain", " new"],
  },
];
