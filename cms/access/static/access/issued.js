/* Reloading would send the form again and make another secret; so the page takes the address of the key. */
history.replaceState(null, "", document.currentScript.dataset.url);
