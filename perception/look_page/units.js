// The table of action units: one row for each that can be told, filled where it is.

const shown = new Map()

function cell(row, kind, text = '') {
  const made = document.createElement(kind)
  made.textContent = text
  row.append(made)
  return made
}

export async function rows(table) {
  for (const group of await (await fetch('units')).json()) {
    const body = document.createElement('tbody')
    for (const [code, name] of group) {
      const row = document.createElement('tr')
      row.className = 'untold'
      cell(row, 'td', code)
      cell(row, 'th', name).scope = 'row'
      const bar = cell(row, 'td')
      bar.setAttribute('aria-hidden', 'true')
      bar.innerHTML = '<span class="bar"><i></i></span>'
      shown.set(code, { row, bar: bar.querySelector('i'), strength: cell(row, 'td', '–'), trust: cell(row, 'td', '–') })
      body.append(row)
    }
    table.append(body)
  }
}

export function strengths(units) {
  const told = new Map(units.map((unit) => [unit.code, unit]))
  for (const [code, { row, bar, strength, trust }] of shown) {
    const unit = told.get(code)
    row.classList.toggle('untold', !unit)
    bar.style.width = `${100 * (unit ? unit.intensity : 0)}%`
    bar.style.opacity = unit ? 0.3 + 0.7 * unit.confidence : 1
    strength.textContent = unit ? unit.intensity.toFixed(2) : '–'
    trust.textContent = unit ? unit.confidence.toFixed(2) : '–'
  }
}
