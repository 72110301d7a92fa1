/** Digits that people read as letters, and V, which stands for U in many a disguise. */
const read: Readonly<Record<string, string>> = {
  '0': 'O',
  '1': 'I',
  '3': 'E',
  '4': 'A',
  '5': 'S',
  '6': 'G',
  '7': 'T',
  '8': 'B',
  '9': 'G',
}

/** What insults in some language wherever it stands. */
const stems = [
  // English, also without its vowels.
  'FUCK FCK FKN SHIT SHYT BITCH BYTCH CUNT NIGGER NIGGA NGGR FAGGOT WHORE DICKHEAD DCKHD WANKER BOLLOCK JIHAD HOLOCAUST',
  'ASSHOLE ARSEHOLE BASTARD RETARDED VAGINA RAPIST PAEDO JIZZ DILDO BUKKAKE TRANNY KKK HITLER BLOWJOB MOTHERF SIEGHEIL',
  // German.
  'FICKEN FICKER FOTZE ARSCH SCHLAMPE WICHS WIXXER SCHWUCHTEL KANAKE MISSGEBURT VERGEWALT HURENSOHN NUTTEN SCHEISS',
  // French.
  'PUTAIN SALOPE SALAUD ENCULE CONNARD CONNASSE MERDE BOUGNOUL BRANLEUR BATARD',
  // Spanish and Portuguese.
  'MIERDA CABRON PENDEJO COJONE MARICON CHINGA GILIPOLL HIJOPUTA CARALHO PORRA BUCETA VIADO DESGRACAD',
  // Italian.
  'CAZZO STRONZ PUTTANA VAFFANC COGLION MINCHIA FROCIO ZOCCOLA',
  // Dutch.
  'KANKER KLOOTZ KUTWIJF FLIKKER NIKKER HOEREN NEUKEN',
  // Polish, and Russian and Turkish in Latin letters.
  'KURWA KURVA PIERDOL PIZDA SKURW BLYAT BLJAT BLJAD PIDOR PIDAR YEBAT GOVNO MUDAK ZHOPA SIKTIR OROSPU AMCIK YARRAK PEZEVENK KAHPE',
].flatMap((line) => line.split(' '))

/** Those that many a harmless word holds (CLASSIC, COMPUTER, UNIQUE, DEBATE): they count where nothing stands beside them. */
const words = [
  'ASS ARSE TIT TITS SEX SEXY CUM COCK DICK DCK CNT PRN PORN PORNO RAPE RAPER FAG FGT ANUS ANAL HOE SPIC CHINK GOOK KIKE PAKI NGR NGGA',
  'PISS CRAP CRP KYS HOMO LESBO DYKE SS HH WTF STFU MILF BDSM FUK FUQ SLUT WANK TWAT TWT PEDO PENIS PUSSY NAZI NAZIS NIGA NIGR RETARD',
  'FICK FICKT HURE HUREN NUTTE WIXER NEGER SPAST TITTEN SAU FURZ KACKE HEIL PUTE PUTES NIQUE CHATTE BITE CUL PEDE NEGRO BORDEL ENCUL',
  'PUTA PUTO PUTAS JODER VERGA FODA FODER MERDA BOCETA CULO TROIA FIGA FICA LUL KUT HOER EIKEL TERING TYFUS NEUK PIK GVD MONGOOL',
  'CHUJ HUJ XUY CHUY JEBA JEBAC SUKA DUPA CIPA PEDAL EBAT IBNE SIKIK SIK AMK GOT KYKE KLAN ISIS DEAD DIE KILL 1488 88 666 69 420',
].flatMap((line) => line.split(' '))

const stemPattern = new RegExp(stems.join('|'))
const wordSet = new Set(words)
/** People are born in 1988, and like the number. */
const fineForChosen = new Set(['88', '69', '420', '666', 'DICK', 'GOT', 'PIK', 'DIE', 'BITE'])

/**
 * Tells of codes that chance writes in these letters whether one would offend somebody: with digits read as letters,
 * and wherever it stands. That some harmless ones are refused as well costs nothing.
 */
export function unwelcomeIn(alphabet: string): (code: string) => boolean {
  const signsOf = (letter: string): string =>
    Array.from(alphabet)
      .filter((sign) => sign === letter || read[sign] === letter || (sign === 'V' && letter === 'U'))
      .join('')
  const possible = [...stems, ...words].filter(
    (word) => word.length > 2 && Array.from(word).every((letter) => signsOf(letter) !== ''),
  )
  // Doubled letters read as one.
  const sources = possible.map((word) => Array.from(word, (letter) => `[${signsOf(letter)}]+`).join(''))
  const pattern = new RegExp(sources.join('|'))
  return (code) => pattern.test(code)
}

/**
 * Whether a code that a person chose, in capitals, would: short words count where nothing stands beside them, so that CLASSIC and
 * COMPUTER can be chosen. It also sees doubled letters ("FUUCK"), disguises ("5H1T", "FVCK") and hyphens in between.
 */
export function isOffensive(code: string): boolean {
  if (readings(code).some((text) => stemPattern.test(text))) return true
  return parts(code).some((part) => wordSet.has(part) && !fineForChosen.has(part))
}

const asLetters = (text: string): string => text.replaceAll(/[013456789]/g, (sign) => read[sign]!)

/** As it is, with digits as letters, with 1 as L, V as U, and doubled letters as one. */
function readings(code: string): string[] {
  const plain = code.replaceAll(/[^A-Z0-9]/g, '')
  const all = new Set([plain, asLetters(plain), asLetters(plain.replaceAll('1', 'L'))])
  const disguised = Array.from(all, (text) => text.replaceAll('V', 'U'))
  const texts = [...all, ...disguised]
  return [...texts, ...texts.map((text) => text.replaceAll(/([A-Z])\1+/g, '$1'))]
}

/** What stands between hyphens, letters and digits apart, and each with digits as letters. */
function parts(code: string): string[] {
  const pieces = code.split(/[^A-Z0-9]+/)
  const runs = code.match(/[A-Z]+|\d+/g) ?? []
  return [...pieces, ...runs, ...pieces.map(asLetters)]
}
