// A session ends when nothing happens for a while. This says so beforehand, and afterwards covers the page: what was written stays in this
// tab alone, in no storage, and is shown again when the same person has signed in. For somebody else the page is left.
(function () {
  const place = document.getElementById('idle')
  const { user, stay } = place.dataset
  const idle = place.dataset.seconds * 1000
  const warnBefore = 120_000
  const tabs = new BroadcastChannel('rootwise.session')
  let state = 'used'
  let end = 0

  function used () {
    end = Date.now() + idle
    show('used')
  }

  function show (next) {
    if (next === state) return
    state = next
    const words = document.getElementById(`idle-${next}`)
    place.replaceChildren(...(words ? [words.content.cloneNode(true)] : []))
    document.body.classList.toggle('signed-out', next === 'ended')
    if (next === 'ended') {
      place.dataset.title = document.title
      document.title = place.querySelector('h1').textContent
      place.querySelector('h1').focus()
    } else if (place.dataset.title) {
      document.title = place.dataset.title
    }
  }

  function look () {
    const left = end - Date.now()
    show(left <= 0 ? 'ended' : left <= warnBefore ? 'soon' : 'used')
  }

  // Asks for a page: who is still signed in stays so; who has signed in again brings a new token for the forms of this tab.
  async function ask () {
    const answer = await fetch(stay)
    if (!answer.ok) return
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const found = page.getElementById('idle')
    if (!found) return show('ended') // the page to sign in
    if (found.dataset.user !== user) {
      document.body.classList.add('signed-out')
      return location.assign(stay)
    }
    const token = page.querySelector('[name=csrfmiddlewaretoken]').value
    for (const field of document.querySelectorAll('[name=csrfmiddlewaretoken]')) field.value = token
    used()
    tabs.postMessage(user)
  }

  place.addEventListener('click', event => { if (event.target.closest('button')) ask() })
  tabs.addEventListener('message', event => { if (state === 'ended' || event.data !== user) ask(); else used() })
  document.addEventListener('visibilitychange', look)
  setInterval(look, 5000)
  used()
  tabs.postMessage(user)
})()
