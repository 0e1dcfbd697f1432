//! Assets: the stable asset is the default, the owner keeps a list of others that deals and streams may name.
use soroban_sdk::{token::TokenClient, Address, Env, String, Vec};

use crate::config;
use crate::error::Error;
use crate::limits::MAX_ASSETS;
use crate::packing::record;
use crate::storage::{self, Key};

record! {
    /// A token that deals and streams can be paid in.
    pub struct Asset {
        /// The token contract.
        pub asset: Address,
        /// The token's decimals, as it answered when it was accepted.
        pub decimals: u32,
        /// The token's symbol, as it answered when it was accepted.
        pub symbol: String,
    }
}

/// Asks the address for its symbol and decimals; one that does not answer is no token.
pub fn probe(env: &Env, address: &Address) -> Result<Asset, Error> {
    let token = TokenClient::new(env, address);
    let symbol = token.try_symbol().ok().and_then(Result::ok).ok_or(Error::AssetNotToken)?;
    let decimals = token.try_decimals().ok().and_then(Result::ok).ok_or(Error::AssetNotToken)?;
    Ok(Asset { asset: address.clone(), decimals, symbol })
}

/// Those the owner accepted beside the stable asset.
fn listed(env: &Env) -> Vec<Asset> {
    storage::get(env, &Key::Assets).unwrap_or(Vec::new(env))
}

/// Everything a new deal or stream can be paid in: the stable asset first, then the list.
pub fn accepted(env: &Env) -> Vec<Asset> {
    let mut found = listed(env);
    if let Ok(stable) = config::asset(env) {
        if let Some(position) = find(&found, &stable) {
            found.remove(position);
        }
        if let Ok(stable) = probe(env, &stable) {
            found.push_front(stable);
        }
    }
    found
}

/// The asset of a new deal or stream: the named one, if it is accepted, or the stable asset.
pub fn choose(env: &Env, named: Option<Address>) -> Result<Address, Error> {
    match named {
        None => config::asset(env),
        Some(named) if is_accepted(env, &named) => Ok(named),
        Some(_) => Err(Error::AssetNotAccepted),
    }
}

/// Whether new deals and streams can be paid in it.
pub fn is_accepted(env: &Env, address: &Address) -> bool {
    config::get(env).asset.as_ref() == Some(address) || is_listed(env, address)
}

pub fn is_listed(env: &Env, address: &Address) -> bool {
    find(&listed(env), address).is_some()
}

/// Puts an asset on the list or takes it off; deals and streams already made keep theirs.
pub fn set_accepted(env: &Env, address: &Address, accepted: bool) -> Result<Asset, Error> {
    let mut assets = listed(env);
    let asset = match (find(&assets, address), accepted) {
        (None, true) => {
            if assets.len() == MAX_ASSETS {
                return Err(Error::AssetsTooMany);
            }
            let asset = probe(env, address)?;
            assets.push_back(asset.clone());
            asset
        }
        (Some(position), false) => {
            let asset = assets.get_unchecked(position);
            assets.remove(position);
            asset
        }
        (Some(_), true) => return Err(Error::AssetAlreadyAccepted),
        (None, false) => return Err(Error::AssetNotAccepted),
    };
    storage::set(env, &Key::Assets, &assets);
    Ok(asset)
}

fn find(assets: &Vec<Asset>, address: &Address) -> Option<u32> {
    assets.iter().position(|asset| asset.asset == *address).map(|position| position as u32)
}
