/**
 * Reads of numeric kernels. A place outside the array is a bug that would pass on as a plausible 0: it throws instead. One
 * function for each kind of array, so that the engine sees one kind in each and compiles the read to a load and a compare.
 */
export function int32At(numbers: Int32Array, at: number): number {
  const value = numbers[at]
  if (value === undefined) throw outside(at, numbers.length)
  return value
}

export function int16At(numbers: Int16Array, at: number): number {
  const value = numbers[at]
  if (value === undefined) throw outside(at, numbers.length)
  return value
}

const outside = (at: number, length: number): RangeError => new RangeError(`${at} of an array of ${length}`)
