// A passkey was not used or not made: say so on the page, where allauth's script only writes to the console.
document.addEventListener('allauth.error', function (event) {
  event.preventDefault()
  const note = document.getElementById('passkey-failed')
  if (note) {
    note.hidden = false
    note.focus()
  }
})
