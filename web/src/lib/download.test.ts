import { expect, it } from 'vitest'
import { toCsv } from './download'

it('writes CSV that spreadsheets read in every script', () => {
  expect(toCsv(['класс', 'n'], [['a,b', 1]])).toBe('\ufeffкласс,n\r\n"a,b",1\r\n')
})

it('lets no text become a formula, and leaves numbers alone', () => {
  expect(toCsv(['x'], [['=1+1'], [-5], ['"q"'], [null]])).toBe('\ufeffx\r\n\'=1+1\r\n-5\r\n"""q"""\r\n\r\n')
})
